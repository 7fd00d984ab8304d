import { ADVERSE_EVENT_RULES } from './rules/adverse-event-rules.js';
import { PARTICIPATION_RULES } from './rules/participation-rules.js';
import { PROCEDURE_RULES } from './rules/procedure-rules.js';
import type { Calendar, Rule } from './rules/rule.js';
import { SCREENING_RULES } from './rules/screening-rules.js';
import type { Refusal } from '../refusal.js';
import type { PatientState } from './patient-state.js';

/** A place where a record contradicts itself, the calendar or what is possible. */
export interface Contradiction {
  /** The entry at fault. */
  readonly entry: string;
  readonly refusal: Refusal;
}

const RULES: readonly Rule[] = [...PARTICIPATION_RULES, ...SCREENING_RULES, ...PROCEDURE_RULES, ...ADVERSE_EVENT_RULES];

/**
 * Every contradiction in a patient's record. The same rules hold for what is entered and for what is corrected: either
 * may not bring a contradiction that was not there.
 */
export function contradictions(state: PatientState, calendar: Calendar): readonly Contradiction[] {
  return state.entries.flatMap((entry) =>
    RULES.flatMap((rule) => {
      const refused = rule(entry, state, calendar);
      return refused === undefined ? [] : [{ entry: entry.id, refusal: refused }];
    }),
  );
}

/**
 * The first contradiction that a change of one entry brings into a record.
 *
 * A withdrawal of consent is never refused because of what was recorded meanwhile: it has to be documented as of the day
 * on which it was declared, and what was done after it is then a deviation for all to see.
 */
export function newContradiction(
  before: PatientState,
  after: PatientState,
  changedEntry: string,
  calendar: Calendar,
): Contradiction | undefined {
  const found = contradictions(after, calendar).filter(
    ({ entry, refusal }) => refusal.code !== 'consent-withdrawn' || entry === changedEntry,
  );
  if (found.length === 0) return undefined;
  const known = new Set(contradictions(before, calendar).map(nameOf));
  return found.find((contradiction) => !known.has(nameOf(contradiction)));
}

function nameOf({ entry, refusal }: Contradiction): string {
  return `${entry} ${refusal.code}`;
}
