import type { Refusal } from '../refusal.js';
import type { PatientEntry, PatientState } from './chart.js';
import { COURSE_RULES } from './course-rules.js';
import { isOfTheUnit } from '../treatment/of-the-unit.js';
import { PATIENT_EVENTS } from './patient-events.js';
import type { Calendar, Rule } from './rule.js';

/** A place where a record contradicts itself, the calendar or what is possible. */
export interface Contradiction {
  /** The entry at fault. */
  readonly entry: string;
  readonly refusal: Refusal;
}

/** The rules that an entry of a type is held to, in the order in which they are looked at. */
const RULES: Readonly<Record<string, readonly Rule[]>> = Object.fromEntries(
  Object.values(PATIENT_EVENTS).map(({ type, rules }: { readonly type: string; readonly rules: readonly Rule[] }) => [
    type,
    [
      ...rules.filter(({ comesFirst }) => comesFirst === true),
      ...COURSE_RULES,
      ...rules.filter(({ comesFirst }) => comesFirst !== true),
    ],
  ]),
);

/**
 * Every contradiction in a patient's record. The same rules hold for what is entered and for what is corrected: either
 * may not bring a contradiction that was not there.
 */
export function contradictions(state: PatientState, calendar: Calendar): readonly Contradiction[] {
  return state.entries.flatMap((entry) => contradictionsOf(entry, state, calendar));
}

function contradictionsOf(entry: PatientEntry, state: PatientState, calendar: Calendar): readonly Contradiction[] {
  return (RULES[entry.type] ?? []).flatMap((rule) => {
    const refused = rule.refuses(entry.data as never, entry, state, calendar);
    return refused === undefined ? [] : [{ entry: entry.id, refusal: refused }];
  });
}

/**
 * The first contradiction that a change of entries brings into a record.
 *
 * A withdrawal of consent is never refused because of what was recorded meanwhile: it has to be documented as of the day
 * on which it was declared, and what was done after it is then a deviation for all to see. What the cell therapy unit entered
 * is put right by the unit alone: until it does, the record shows the contradiction, and the site is not held up by it.
 */
export function newContradiction(
  before: PatientState,
  after: PatientState,
  changedEntries: ReadonlySet<string>,
  calendar: Calendar,
): Contradiction | undefined {
  const ofTheUnit = new Set(after.entries.filter(({ type }) => isOfTheUnit(type)).map(({ id }) => id));
  const found = contradictions(after, calendar).filter(
    ({ entry, refusal }) =>
      changedEntries.has(entry) || (refusal.code !== 'consent-withdrawn' && !ofTheUnit.has(entry)),
  );
  if (found.length === 0) return undefined;
  const known = new Set(contradictions(before, calendar).map(nameOf));
  return found.find((contradiction) => !known.has(nameOf(contradiction)));
}

function nameOf({ entry, refusal }: Contradiction): string {
  return `${entry} ${refusal.code}`;
}
