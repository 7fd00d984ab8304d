import { type CalendarDate, isCertainlyBefore, onDate } from '@bali/protocol';
import type { Dated, Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { timeZero } from './time-zero.js';

export const afterTimeZero: Rule = {
  says: 'It is not before the day of the first implantation, or of the randomization where nothing was implanted.',
  refuses: (_, entry, state, calendar) => notBeforeDay(entry, timeZero(state, calendar.timeZone), calendar),
};

/** @param earliest the first possible day; `undefined`: there is none */
export function notBeforeDay(
  entry: Dated,
  earliest: CalendarDate | undefined,
  { happenedOn, whenOf }: Pick<Parameters<Rule['refuses']>[3], 'happenedOn' | 'whenOf'>,
): Refusal | undefined {
  const on = happenedOn(entry);
  if (earliest === undefined || !isCertainlyBefore(on, earliest)) return undefined;
  return refusal('out-of-order', `${entry.type} ${onDate(on)} is before ${earliest}.`, whenOf(entry));
}
