import { named } from '../patient/happened.js';
import { isFreeTextAt, schemaAt } from '@bali/schema';
import { all, type PatientEntry, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { patientEventOf } from '../patient/patient-events.js';
import { fieldUnknown } from '../field-unknown.js';
import { type Refusal, refusal } from '../refusal.js';
import { schedules, type TrialState } from '../trial/trial-state.js';
import { numberOf, ofHarvest } from '../treatment/harvests.js';
import { ASKS_ABOUT_RECEPTIONS, type ReceptionTopic } from './query-fields.js';

interface Asked {
  readonly entry?: string;
  readonly field?: string;
  readonly missing?: { readonly type: string; readonly visit?: string };
  readonly topic?: ReceptionTopic;
  readonly question?: string;
}

/** The types of which a visit says which entry is meant. */
const OF_A_VISIT: ReadonlySet<string> = new Set(['FollowUpAssessed', 'VisitMissed']);

const aboutOneThing: PatientCondition = {
  says: 'it is about an entry, or a field of one, or about one entry that is missing',
  field: '/entry',
  refuses: (_, __, { entry, field, missing }: Asked) => {
    if (entry === undefined && missing === undefined) {
      return refusal('value-missing', 'Name the entry that the query is about, or say which one is missing.', '/entry');
    }
    if (entry !== undefined && missing !== undefined) {
      return refusal('invalid-value', 'A query is about one thing: an entry, or one that is missing.', '/missing');
    }
    if (missing === undefined || field === undefined) return undefined;
    return refusal('invalid-value', 'An entry that is missing has no field yet.', '/field');
  },
};

/** The unit sees much that would give an arm away, and asks of a reception what anybody sees who opens the box. */
const receptionsByTheUnit: PatientCondition = {
  says:
    'the cell therapy unit asks about a harvest whose product is not released yet, by topic alone and without words of its own; ' +
    'nobody else has a topic',
  field: '/topic',
  refuses: (state, { role }, asked: Asked) => {
    if (role === ASKS_ABOUT_RECEPTIONS) return unitRefused(state, asked);
    if (asked.topic === undefined) return undefined;
    return refusal('invalid-value', 'Topics are for the cell therapy unit: name the field instead.', '/topic');
  },
};

function unitRefused(state: PatientState, { entry, field, missing, topic, question }: Asked): Refusal | undefined {
  const wordless = 'The cell therapy unit asks by topic alone: its words could give away an arm.';
  if (question !== undefined) return refusal('reception-only', wordless, '/question');
  if (topic === undefined) return refusal('reception-only', wordless, '/topic');
  const sentence =
    'The cell therapy unit asks about what was received of a harvest, until its product is released: a monitor may ask about anything.';
  const harvest = all(state, 'Harvested').find(({ id }) => id === entry);
  if (missing !== undefined) return refusal('reception-only', sentence, '/missing');
  if (field !== undefined) return refusal('reception-only', sentence, '/field');
  const isReleased = harvest && ofHarvest(state, 'ProductReleased', numberOf(harvest.data)) !== undefined;
  return harvest === undefined || isReleased === true ? refusal('reception-only', sentence, '/entry') : undefined;
}

const entryIsThere: PatientCondition = {
  says: 'the entry is in the record, and is not annulled',
  field: '/entry',
  refuses: (state, _, { entry }: Asked) => {
    if (entry === undefined || state.entries.some(({ id }) => id === entry)) return undefined;
    return (state.struck ?? []).some(({ id }) => id === entry)
      ? refusal('already-annulled', 'This entry is annulled: nothing is left to be asked about it.', '/entry')
      : refusal('event-unknown', 'There is no such entry in the record of this patient.', '/entry');
  },
};

const fieldIsThere: PatientCondition = {
  says: 'the entry has such a field, and its values are shown to the role that asks',
  field: '/field',
  refuses: (state, { mayDo }, { entry, field }: Asked) => {
    const asked = state.entries.find(({ id }) => id === entry);
    if (asked === undefined || field === undefined) return undefined;
    const definition = patientEventOf(asked.type);
    const { data } = definition ?? {};
    if (data === undefined || schemaAt(data, field) === undefined) {
      return fieldUnknown({ entry: named(asked), field, schema: data, at: '/field' });
    }
    const isHidden = definition?.mayGiveAwayArm === true && isFreeTextAt(data, field);
    if (!isHidden || (mayDo?.('read-unblinding-texts') ?? true)) return undefined;
    const sentence = `The words of ${field} could give away an arm and are not shown to you: ask about the entry instead.`;
    return refusal('field-not-shown', sentence, '/field');
  },
};

const reallyMissing: PatientCondition = {
  says: 'what is missing is an event that the site records, a visit of the schedule where it is one, and is not there',
  field: '/missing',
  refuses: (state, { trial }, { missing }: Asked) => {
    if (missing === undefined) return undefined;
    const { type, visit } = missing;
    if (patientEventOf(type)?.changesRecord !== true) {
      return refusal(
        'event-unknown',
        `${named({ type })} is nothing that a site records of a patient.`,
        '/missing/type',
      );
    }
    return visitRefused(type, visit, trial) ?? recordedAlready(type, visit, state);
  },
};

function visitRefused(type: string, visit: string | undefined, trial: TrialState): Refusal | undefined {
  if (!OF_A_VISIT.has(type)) {
    return visit === undefined
      ? undefined
      : refusal('invalid-value', `${named({ type })} is of no visit.`, '/missing/visit');
  }
  if (visit === undefined) return refusal('value-missing', 'Say which visit is missing.', '/missing/visit');
  const known = schedules(trial).some(({ visits }) => visits.some(({ code }) => code === visit));
  return known ? undefined : refusal('visit-unknown', `${visit} is no visit of the schedule.`, '/missing/visit');
}

/** What happens more than once may be missing once more. */
function recordedAlready(type: string, visit: string | undefined, state: PatientState): Refusal | undefined {
  const once = patientEventOf(type)?.once;
  if (once === undefined) return undefined;
  const visitOf = ({ data }: PatientEntry): unknown => (data as { readonly visit?: string }).visit;
  const there = state.entries.find((entry) => entry.type === type && (visit === undefined || visitOf(entry) === visit));
  if (there === undefined || (once.per !== undefined && visit === undefined)) return undefined;
  return refusal('already-recorded', `It is recorded (${there.id}): raise the query on that entry.`, '/missing');
}

const questionAsked: PatientCondition = {
  says: 'it says what is asked',
  field: '/question',
  refuses: (_, __, { question, topic }: Asked) =>
    question === undefined && topic === undefined
      ? refusal('value-missing', 'Say what you ask the site.', '/question')
      : undefined,
};

export const QUERY_CONDITIONS: readonly PatientCondition[] = [
  aboutOneThing,
  receptionsByTheUnit,
  entryIsThere,
  fieldIsThere,
  reallyMissing,
  questionAsked,
];
