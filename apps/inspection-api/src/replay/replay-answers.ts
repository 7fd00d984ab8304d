import {
  type EventMarks,
  MARKED_EVENTS,
  type Page,
  type PatientAsOf,
  type PatientsAsOf,
  type StateView,
  type StepView,
  type WithTexts,
} from '@bali/queries';
import {
  actor,
  type DocumentedAnswer,
  EXAMPLE_ACTOR,
  EXAMPLE_CORRECTION,
  pageOf,
  place,
  recordedAt,
  text,
  TEXTS_BY_HASH,
} from '@bali/shared-routes';
import { instant, patientCode, record, siteCode } from '@bali/schema';
import { Type } from 'typebox';

const optional = Type.Optional;
const position = Type.Integer({ description: 'the last event that the state includes; -1: none yet', minimum: -1 });
const anything = (description: string) => Type.Unknown({ description });

export const STATE_ANSWER: DocumentedAnswer<StateView> = {
  description: 'The state as it was',
  schema: record({
    position,
    recordedAt: optional(instant('when that event was recorded')),
    targetInForce: Type.Integer({ description: 'recruitment target in force then', minimum: 0 }),
    openSites: Type.Array(siteCode, { description: 'sites that were open' }),
    patients: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { description: 'how many stood where' }),
    digest: optional(text('SHA-256 of the canonical JSON of the whole state, lower-case hex')),
  }),
  example: {
    position: 127,
    recordedAt: '2011-03-04T07:30:00.123Z',
    targetInForce: 110,
    openSites: ['REI', 'NAN'],
    patients: { randomized: 4, 'in-follow-up': 9 },
    digest: '5f'.repeat(32),
  },
};

export const PATIENT_AS_OF_ANSWER: DocumentedAnswer<WithTexts<PatientAsOf>> = {
  description: 'The record as it was, with the corrections made until then',
  schema: record({
    position,
    patient: patientCode,
    status: text('where the patient stood'),
    entries: Type.Array(Type.Object({}, { additionalProperties: true }), { description: 'each event' }),
    texts: TEXTS_BY_HASH,
  }),
  example: { position: 127, patient: 'REI-001', status: 'consented', entries: [], texts: {} },
};

export const PATIENTS_AS_OF_ANSWER: DocumentedAnswer<PatientsAsOf> = {
  description: 'A page of the patients that there were',
  schema: record({
    position,
    items: Type.Array(Type.Object({ patient: patientCode, site: siteCode }, { additionalProperties: true })),
    next: optional(text('cursor of the next page; absent: this is the last one')),
  }),
  example: { position: 127, items: [] },
};

export const MARKS_ANSWER: DocumentedAnswer<readonly EventMarks[]> = {
  description: 'For each type of event that matters most, where such events are',
  schema: Type.Array(
    record({
      type: text(`type of event: ${MARKED_EVENTS.join(', ')}`),
      positions: Type.Array(place('of an event, from 0')),
      more: Type.Boolean({ description: 'whether there are more than are named here' }),
    }),
  ),
  example: [{ type: 'Randomized', positions: [41, 127], more: false }],
};

const step = record({
  position: place('of the event, from 0'),
  type: text('type of event'),
  stream: text('the record that it belongs to'),
  recordedAt,
  actor,
  differences: Type.Array(
    record({
      field: text('JSON pointer into the state'),
      before: optional(anything('absent: it had no value')),
      after: optional(anything('absent: it has none any more')),
    }),
    { description: 'each single value that the event changed; a free text stands there as its hash' },
  ),
  texts: TEXTS_BY_HASH,
  digest: optional(text('of the whole state after the event')),
});

export const STEPS_ANSWER: DocumentedAnswer<Page<WithTexts<StepView>>> = {
  description: 'Steps, in the order of the events',
  schema: pageOf(step),
  example: {
    items: [
      {
        position: 127,
        type: 'DataCorrected',
        stream: 'patient-REI-001',
        recordedAt: EXAMPLE_CORRECTION.recordedAt,
        actor: EXAMPLE_ACTOR,
        differences: [{ field: '/patients/REI-001/entries/3/data/volumeMl', before: 500, after: 480 }],
        texts: {},
      },
    ],
  },
};
