import type { CalendarDate } from '@bali/protocol';
import type { Dated, Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { implantationDate } from './implantation-date.js';

export const afterTheImplantation: Rule = {
  says: 'It is not before the day of the implantation.',
  refuses: (_, entry, state, calendar) => notBeforeDay(entry, implantationDate(state, calendar.timeZone), calendar),
};

/** @param earliest the first possible day; `undefined`: there is none */
export function notBeforeDay(
  entry: Dated,
  earliest: CalendarDate | undefined,
  { happenedOn, whenOf }: Pick<Parameters<Rule['refuses']>[3], 'happenedOn' | 'whenOf'>,
): Refusal | undefined {
  const on = happenedOn(entry);
  if (earliest === undefined || on >= earliest) return undefined;
  return refusal('out-of-order', `${entry.type} on ${on} is before ${earliest}.`, whenOf(entry));
}
