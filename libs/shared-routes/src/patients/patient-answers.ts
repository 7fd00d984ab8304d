import type { FieldHistory, PatientSummary, TimelineEntry } from '@bali/projections';
import { VERDICTS } from '@bali/protocol';
import { PATIENT_EVENTS, PATIENT_STATUSES, QUERY_STATUSES } from '@bali/trial';
import {
  calendarDate,
  instant,
  oneOf,
  partialDate,
  patientCode,
  record,
  side,
  siteCode,
  visitCode,
  whole,
} from '@bali/schema';
import { Type } from 'typebox';
import {
  actor,
  type DocumentedAnswer,
  eventData,
  eventIdentifier,
  pageOf,
  place,
  recordedAt,
  text,
  yesOrNo,
  TEXTS_BY_HASH,
} from '../answers/answers.js';
import { EXAMPLE_ACTOR, EXAMPLE_CORRECTION, EXAMPLE_HARVEST } from '../answers/example-facts.js';
import { EXAMPLE_SIGNATURE, signatureStanding } from '../signatures/signature-answers.js';
import type { Page, PatientView, WithTexts } from '@bali/queries';
import { verificationAtField } from '../monitoring/verification-answers.js';
import { dataQuery } from '../monitoring/query-answers.js';

const optional = Type.Optional;
const status = oneOf('where the patient stands', PATIENT_STATUSES);
const type = oneOf('type of event', Object.keys(PATIENT_EVENTS));
const criteria = (description: string) => Type.Array(text('a criterion'), { description });

const majorAmputations = Type.Array(
  record({ performedOn: partialDate('the day of an amputation above the ankle'), side }),
);

const summary = record({
  patient: patientCode,
  site: siteCode,
  formerSites: optional(
    Type.Array(
      record({ site: siteCode, throughRevision: place('the last revision of the record that the site sees, from 0') }),
      { description: 'the sites where the patient was before a transfer' },
    ),
  ),
  stays: optional(
    Type.Array(
      record({ site: siteCode, from: optional(calendarDate('the first day there; absent: from the consent on')) }),
      {
        description: 'where the patient was and is, by day, where there was a transfer',
      },
    ),
  ),
  samePersonAs: optional({ ...patientCode, description: 'the code that counts, where two are one person' }),
  status,
  sex: oneOf('sex', ['female', 'male']),
  yearOfBirth: whole('year of birth', 1900, 2100),
  consentedOn: calendarDate('when the consent was signed'),
  screening: optional(
    record(
      {
        screenedOn: calendarDate('when it was completed'),
        verdict: oneOf('computed from the answers', VERDICTS),
        failed: criteria('that stand against the patient'),
        notAssessed: criteria('that could not be judged'),
      },
      'the screening that counts: the latest',
    ),
  ),
  randomizedAt: optional(instant('when the patient was randomized')),
  harvestedAt: optional(instant('end of the harvest')),
  implantedAt: optional(instant('end of the implantation')),
  visits: Type.Array(record({ visit: visitCode('the visit'), assessedOn: calendarDate('when it took place') })),
  missedVisits: Type.Array(visitCode('a visit that is recorded as missed')),
  contacts: Type.Array(
    record({
      on: calendarDate('the day of a visit or of another contact'),
      isAlive: Type.Boolean({ description: 'whether the patient is known by it to have been alive' }),
      knownLimbs: Type.Array(side, { description: 'the limbs of which it is known by it whether they were amputated' }),
    }),
  ),
  indexLimb: optional(side),
  majorAmputations,
  adjudicated: optional(
    record(
      { majorAmputations, diedOn: optional(partialDate('death')) },
      'what counts for the endpoint instead, as adjudicators judged it; absent: nothing was judged',
    ),
  ),
  withdrawnOn: optional(calendarDate('withdrawal of consent')),
  lastContactOn: optional(partialDate('last contact, if the patient is lost to follow-up')),
  completedOn: optional(calendarDate('completion of the follow-up')),
  diedOn: optional(partialDate('death')),
  signedOffAt: optional(instant("the investigator's sign-off of the record, if nothing changed since")),
  struck: optional(
    Type.Object(
      {
        deaths: whole('annulled', 0, 1_000),
        amputations: whole('annulled', 0, 1_000),
        seriousAdverseEvents: whole('annulled', 0, 1_000),
        visits: whole('annulled', 0, 1_000),
      },
      { description: 'what was annulled that had counted for the endpoint or for safety' },
    ),
  ),
  besideLock: optional(
    Type.Unknown({
      description:
        'how reports count the patient while the database is locked, and with the errata; absent: nothing was recorded after a lock',
    }),
  ),
});

export const PATIENTS_ANSWER: DocumentedAnswer<Page<PatientSummary>> = {
  description: 'A page of patients in the order of their codes',
  schema: pageOf(summary),
  example: {
    items: [
      {
        patient: 'REI-001',
        site: 'REI',
        status: 'harvested',
        sex: 'male',
        yearOfBirth: 1944,
        consentedOn: '2011-02-14',
        screening: { screenedOn: '2011-02-16', verdict: 'eligible', failed: [], notAssessed: [] },
        randomizedAt: '2011-02-21T09:00:00.000Z',
        harvestedAt: EXAMPLE_HARVEST.data.harvestedAt,
        visits: [],
        missedVisits: [],
        contacts: [],
        indexLimb: 'left',
        majorAmputations: [],
      },
    ],
  },
};

const entry = record({
  id: eventIdentifier('what a correction names'),
  revision: place('revision of the record with this event, from 0'),
  type,
  data: eventData,
  recordedAt,
  corrected: Type.Array(text('a JSON pointer'), { description: 'the fields that were corrected' }),
  correctedAtRevision: optional(place('revision of the record with the last of these corrections')),
  broken: optional(
    Type.Array(
      record({
        entry: eventIdentifier('the entry that was corrected or annulled'),
        field: optional(text('the field that was corrected; absent: the entry was annulled')),
        by: eventIdentifier('the event that did it'),
      }),
      { description: 'of a verification of source data: what was corrected or annulled since' },
    ),
  ),
  afterLock: optional(eventIdentifier('the lock after which it was recorded: it is outside of the locked analysis')),
});

const struck = record({
  ...entry.properties,
  annulled: record({
    by: eventIdentifier('the event that annulled it'),
    revision: place('of the record, from 0'),
    recordedAt,
    reasonCode: optional(text('why, as a code')),
  }),
  enteredAgain: optional(eventIdentifier('the entry that stands in its place, where it was entered again')),
});

const EXAMPLE_TEXTS = { [EXAMPLE_CORRECTION.reason]: '“transcription error”' };

const ENDPOINT_KINDS = [
  'not-randomized',
  'follow-up-under-way',
  'evaluable',
  'visit-overdue',
  'withdrawn',
  'lost-to-follow-up',
] as const;

export const PATIENT_ANSWER: DocumentedAnswer<PatientView> = {
  description: 'The record as it stands now, with every correction applied',
  schema: record({
    patient: patientCode,
    site: siteCode,
    status,
    revision: place('revision of the record, from 0: what `If-Match` of the next command may give'),
    entries: Type.Array(entry, { description: 'what was recorded, in that order' }),
    struck: optional(
      Type.Array(struck, { description: 'what was annulled, which counts for nothing and is shown struck through' }),
    ),
    errata: optional(
      Type.Array(
        record({
          id: eventIdentifier('what an acknowledgement names'),
          revision: place('of the record, from 0'),
          recordedAt,
          data: eventData,
        }),
        {
          description:
            'what was wrong in the locked record, which stays as it is, said after the unblinding of the trial',
        },
      ),
    ),
    alerts: optional(
      Type.Array(
        record({
          number: whole('the number of the alert', 1, 1_000),
          organism: text('what has grown'),
          raisedAt: instant('when it was raised'),
          dueAt: instant('until when the site has to acknowledge it'),
          acknowledgedAt: optional(instant('when the acknowledgement was recorded; absent: it is open')),
        }),
        { description: 'microbiology alerts with their clocks; absent: there are none' },
      ),
    ),
    queries: optional(
      Type.Array(record(dataQuery), {
        description: 'the queries about the record, as they stand; absent: there are none',
      }),
    ),
    endpoint: optional(
      record(
        {
          kind: oneOf('where it stands', ENDPOINT_KINDS),
          majorAmputation: optional(yesOrNo('a major amputation of the index limb within the 6 months')),
          death: optional(yesOrNo('a death within the 6 months')),
        },
        'what is known of the primary endpoint; absent for whoever may not read outcomes before the lock',
      ),
    ),
    signatures: Type.Array(signatureStanding, {
      description: 'whose, when, with which meaning, and whether they stand',
    }),
    texts: TEXTS_BY_HASH,
    mayBeShort: optional(
      text('present while the trial ledger is not what was written into it: what the chart may lack, as a sentence'),
    ),
  }),
  entityTagOf: "the patient's record",
  example: {
    patient: 'REI-001',
    site: 'REI',
    status: 'harvested',
    revision: 4,
    entries: [{ ...EXAMPLE_HARVEST, revision: 3, type: 'Harvested', corrected: ['/volumeMl'], correctedAtRevision: 4 }],
    signatures: [EXAMPLE_SIGNATURE],
    texts: EXAMPLE_TEXTS,
  },
};

const queryAtField = {
  number: whole('the number of the query', 1, 100_000),
  status: oneOf('where it stands', QUERY_STATUSES),
};

const fieldHistory = record({
  event: eventIdentifier('the event that holds the value'),
  type,
  field: text("JSON pointer into the event's data"),
  versions: Type.Array(
    record({
      value: optional(Type.Unknown({ description: 'absent: there was none; a free text stands here as its hash' })),
      by: eventIdentifier('the event that gave it: the entry itself, or a correction'),
      revision: place('of the record, from 0'),
      recordedAt,
      actor,
      reason: optional(text('hash of the reason')),
      reasonCode: optional(text('why, as a code')),
      computed: yesOrNo('whether the software computed it from another value that was corrected'),
    }),
    { description: 'from the initial entry to the value now', minItems: 1 },
  ),
  annulledBy: optional(eventIdentifier('the event that annulled the entry: then no version of the value stands')),
  queries: optional(Type.Array(record(queryAtField), { description: 'the queries that were raised on this field' })),
  verification: optional(
    record(verificationAtField, 'how the comparison with its source stands; absent: none was made'),
  ),
});

const EXAMPLE_HISTORY: FieldHistory = {
  event: EXAMPLE_HARVEST.id,
  type: 'Harvested',
  field: '/volumeMl',
  versions: [
    {
      value: 500,
      by: EXAMPLE_HARVEST.id,
      revision: 3,
      recordedAt: EXAMPLE_HARVEST.recordedAt,
      actor: EXAMPLE_ACTOR,
      computed: false,
    },
    {
      value: 480,
      by: EXAMPLE_CORRECTION.id,
      revision: 4,
      recordedAt: EXAMPLE_CORRECTION.recordedAt,
      actor: EXAMPLE_ACTOR,
      reason: EXAMPLE_CORRECTION.reason,
      computed: false,
    },
  ],
};

export const FIELD_HISTORY_ANSWER: DocumentedAnswer<readonly WithTexts<FieldHistory>[]> = {
  description: 'The history of each field',
  schema: Type.Array(record({ ...fieldHistory.properties, texts: TEXTS_BY_HASH })),
  example: [{ ...EXAMPLE_HISTORY, texts: EXAMPLE_TEXTS }],
};

export const TIMELINE_ANSWER: DocumentedAnswer<readonly WithTexts<TimelineEntry>[]> = {
  description: 'What happened, in the order in which it happened',
  schema: Type.Array(
    record({
      id: eventIdentifier('what a correction names'),
      revision: place('revision of the record with this event, from 0'),
      type,
      data: eventData,
      happened: text('as it was entered: a date as far as it is known, or a moment with its offset'),
      happenedOn: partialDate('the date at the site'),
      recordedAt,
      recordedBy: actor,
      late: yesOrNo('recorded long after it happened'),
      recordedDaysAfter: Type.Integer({ description: 'days from when it happened to when it was recorded' }),
      corrected: Type.Array(fieldHistory, { description: 'of each field that was corrected' }),
      annulled: optional(
        record(
          {
            by: eventIdentifier('the event that annulled it'),
            recordedAt,
            recordedBy: actor,
            reasonCode: optional(text('why, as a code')),
            reason: optional(text('hash of the reason')),
            enteredAgain: optional(eventIdentifier('the entry that stands in its place')),
          },
          'how it was annulled: it is shown struck through, and counts for nothing',
        ),
      ),
      queries: optional(
        Type.Array(record({ ...queryAtField, field: optional(text('JSON pointer to the field that it is about')) }), {
          description: 'the queries that were raised on this entry',
        }),
      ),
      texts: TEXTS_BY_HASH,
    }),
  ),
  example: [
    {
      ...EXAMPLE_HARVEST,
      revision: 3,
      type: 'Harvested',
      happened: EXAMPLE_HARVEST.data.harvestedAt,
      happenedOn: '2011-03-02',
      recordedBy: EXAMPLE_ACTOR,
      late: false,
      recordedDaysAfter: 0,
      corrected: [EXAMPLE_HISTORY],
      texts: EXAMPLE_TEXTS,
    },
  ],
};
