import type { CalendarDate, Instant } from '@bali/protocol';
import type { Refusal } from '../../refusal.js';
import { HAPPENED, type PatientEntry, type PatientState } from '../patient-state.js';

/** What "today" and "the same day" mean where the patient is treated. */
export interface Calendar {
  readonly now: Instant;
  /** The date of that moment there. */
  readonly today: CalendarDate;
  readonly timeZone: string;
}

/** What is wrong with an entry, given the whole record: its field and what it is. */
export type Rule = (entry: PatientEntry, state: PatientState, calendar: Calendar) => Refusal | undefined;

/** The field that says when it happened; a randomization has none, it happens when it is recorded. */
export function whenOf({ type }: Pick<PatientEntry, 'type'>): string | undefined {
  const field = HAPPENED[type];
  return field === undefined ? undefined : `/${field}`;
}
