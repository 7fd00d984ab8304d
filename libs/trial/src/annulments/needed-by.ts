import type { PatientEntry, PatientState } from '../patient/chart.js';
import { has } from '../patient/chart.js';
import { contradictions } from '../patient/consistency.js';
import type { PatientCircumstances, PatientEventDefinition } from '../patient/define-patient-event.js';
import { PATIENT_EVENTS } from '../patient/patient-events.js';
import type { Calendar } from '../patient/rule.js';

/** The record without some of its entries. */
function without(state: PatientState, ids: ReadonlySet<string>): PatientState {
  return { ...state, entries: state.entries.filter(({ id }) => !ids.has(id)) };
}

/**
 * The entries that cannot stand without those that are to be annulled: one of them is needed for it, or it would contradict what is
 * left. What was so before does not count.
 */
export function neededBy(
  annulled: ReadonlySet<string>,
  state: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): readonly PatientEntry[] {
  const left = without(state, annulled);
  const known = new Set(contradictions(state, calendar).map(({ entry, refusal }) => `${entry} ${refusal.code}`));
  const contradicting = new Set(
    contradictions(left, calendar)
      .filter(({ entry, refusal }) => !known.has(`${entry} ${refusal.code}`))
      .map(({ entry }) => entry),
  );
  const patientIsGone = has(state, 'ConsentGiven') && !has(left, 'ConsentGiven');
  return left.entries.filter(
    (entry) =>
      contradicting.has(entry.id) ||
      (patientIsGone && isOfThePatient(entry)) ||
      (lacksSomething(entry, left, circumstances) && !lacksSomething(entry, state, circumstances)),
  );
}

/**
 * The entries that cannot stand any more once others were corrected. What can never be annulled stands all the same: a patient who was
 * randomized in error stays randomized.
 */
export function neededAfter(
  before: PatientState,
  after: PatientState,
  circumstances: PatientCircumstances,
): readonly PatientEntry[] {
  return after.entries.filter(({ type, id }) => {
    const { mayBeAnnulled }: PatientEventDefinition = PATIENT_EVENTS[type];
    if (mayBeAnnulled === false || type === 'EligibilityConfirmed') return false;
    const [was, is] = [before, after].map((state) => state.entries.find((entry) => entry.id === id));
    if (was === undefined || is === undefined) return false;
    return lacksSomething(is, after, circumstances) && !lacksSomething(was, before, circumstances);
  });
}

/** The consent is annulled last. What was signed off, or asked for, of what was there stays where it is. */
function isOfThePatient({ type }: PatientEntry): boolean {
  return PATIENT_EVENTS[type].changesRecord && type !== 'PatientSignedOff';
}

/** Whether something is missing in a record that an entry needs as long as it stands. */
function lacksSomething(entry: PatientEntry, state: PatientState, circumstances: PatientCircumstances): boolean {
  const { needs, conditions }: PatientEventDefinition = PATIENT_EVENTS[entry.type];
  const others = { ...state, entries: state.entries.filter(({ id }) => id !== entry.id) };
  return [...needs, ...conditions].some((need) => {
    if (!('refuses' in need)) return !others.entries.some(({ type }) => type === need.type);
    return need.asLongAsItStands === true && need.refuses(others, circumstances, entry.data as never) !== undefined;
  });
}
