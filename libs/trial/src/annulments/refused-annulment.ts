import { listed } from '@bali/schema';
import type { PatientEntry, PatientState } from '../patient/chart.js';
import type { PatientCircumstances, PatientEventDefinition } from '../patient/define-patient-event.js';
import { happened, named } from '../patient/happened.js';
import { PATIENT_EVENTS } from '../patient/patient-events.js';
import type { Calendar } from '../patient/rule.js';
import { notTheirs } from '../put-right.js';
import { type Refusal, refusal } from '../refusal.js';
import { MAX_ANNULLED } from './annulment-requested.js';
import { neededBy } from './needed-by.js';

/** Why these entries cannot be annulled together, whoever asks for it. */
export function refusedAnnulment(
  ids: readonly string[],
  state: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): Refusal | undefined {
  if (ids.length === 0 || ids.length > MAX_ANNULLED || new Set(ids).size < ids.length) {
    return refusal('invalid-value', `Name 1 to ${MAX_ANNULLED} entries, each of them once.`, '/entries');
  }
  for (const [place, id] of ids.entries()) {
    const refused = refusedOne(id, state, circumstances);
    if (refused !== undefined) return { ...refused, field: `/entries/${place}` };
  }
  const needing = neededBy(new Set(ids), state, circumstances, calendar);
  return needing.length === 0 ? undefined : refusedByNeeding(needing);
}

function refusedOne(id: string, state: PatientState, { mayDo }: PatientCircumstances): Refusal | undefined {
  const entry = state.entries.find((one) => one.id === id);
  if (entry === undefined) {
    return state.struck?.some((one) => one.id === id) === true
      ? refusal('already-annulled', 'This entry is annulled already. What is true is entered again, and names it.')
      : refusal(
          'event-unknown',
          'There is no such entry in this record. Leave out what the software notes beside an entry: it is named in the answer to a command, too.',
        );
  }
  const definition: PatientEventDefinition = PATIENT_EVENTS[entry.type];
  if (definition.mayBeAnnulled !== false) return notTheirs(definition, mayDo);
  return refusal(
    'never-annulled',
    `An entry that says ${named(entry)} is never annulled: correct what is wrong in it, or report it as a deviation.`,
  );
}

function refusedByNeeding(needing: readonly PatientEntry[]): Refusal {
  const which = listed(needing.map((entry) => `${named(entry)} of ${happened(entry)} (${entry.id})`));
  const never = needing.filter(({ type }) => PATIENT_EVENTS[type].mayBeAnnulled === false);
  const wayOut =
    never.length === 0
      ? 'Annul these in the same command'
      : `${listed([...new Set(never.map(named))])} cannot be annulled: correct what is wrong in the entry instead`;
  return refusal('needed-by-others', `${which} cannot stand without what is to be annulled. ${wayOut}.`, '/entries');
}
