import { type CalendarDate, isCertainlyBefore, onDate } from '@bali/protocol';
import type { Dated, Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { randomizationDate } from './time-zero.js';

export const notBeforeRandomization: Rule = {
  says: 'It is not before the day of the randomization.',
  refuses: (_, entry, state, calendar) => notBeforeDay(entry, randomizationDate(state, calendar.zones), calendar),
};

/** Whoever came to a visit was alive; that a patient has died is said by a contact. */
export const seenAlive: Rule = {
  says: 'A patient who was assessed was alive.',
  refuses: ({ vitalStatus }: { readonly vitalStatus?: string }) => {
    if (vitalStatus === undefined || vitalStatus === 'alive') return undefined;
    const sentence = 'A patient who was assessed was alive: record a contact, and the death, instead of this visit.';
    return refusal('invalid-value', sentence, '/vitalStatus');
  },
};

/** @param earliest the first possible day; `undefined`: there is none */
function notBeforeDay(
  entry: Dated,
  earliest: CalendarDate | undefined,
  { happenedOn, whenOf, named }: Pick<Parameters<Rule['refuses']>[3], 'happenedOn' | 'whenOf' | 'named'>,
): Refusal | undefined {
  const on = happenedOn(entry);
  if (earliest === undefined || !isCertainlyBefore(on, earliest)) return undefined;
  return refusal('out-of-order', `${named(entry)} ${onDate(on)} is before ${earliest}.`, whenOf(entry));
}
