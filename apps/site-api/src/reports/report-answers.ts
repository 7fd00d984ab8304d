import { type BeforeLock, type ConsortFlow, MISSING_BEFORE_LOCK, type PrimaryEndpoint } from '@bali/projections';
import { instant, oneOf, patientCode, record, siteCode, visitCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { count, type DocumentedAnswer, text } from '@bali/shared-routes';

const excludedByCriterion = record({
  criterion: text('the criterion'),
  kind: oneOf('kind of criterion', ['inclusion', 'exclusion']),
  number: whole("its number in the protocol's list", 1, 11),
  sentence: text('what it says'),
  patients: count('patients whom it excluded; one patient may be excluded by several'),
});

export const PARTICIPANT_FLOW_ANSWER: DocumentedAnswer<ConsortFlow> = {
  description: 'Counts of patients, from consent to analysis (CONSORT 2010)',
  schema: record({
    consented: count('patients'),
    assessedForEligibility: count('screened'),
    excluded: record({ total: count('not eligible'), byCriterion: Type.Array(excludedByCriterion) }),
    notYetDecidable: count('screened, with a criterion not assessed'),
    eligibleNotRandomized: count('eligible, and not randomized (yet)'),
    randomized: count('randomized'),
    harvested: count('harvested'),
    implanted: count('implanted'),
    followed: Type.Array(
      record({ visit: visitCode('visit'), title: text('title'), assessed: count('assessed at it') }),
    ),
    withdrawn: count('of the randomized'),
    lostToFollowUp: count('of the randomized'),
    died: count('of the randomized'),
    completed: count('of the randomized'),
    analysed: count('evaluable for the primary endpoint'),
  }),
  example: {
    consented: 30,
    assessedForEligibility: 29,
    excluded: {
      total: 4,
      byCriterion: [
        {
          criterion: 'ongoingInfection',
          kind: 'exclusion',
          number: 1,
          sentence: 'ongoing infectious disease',
          patients: 4,
        },
      ],
    },
    notYetDecidable: 1,
    eligibleNotRandomized: 1,
    randomized: 23,
    harvested: 22,
    implanted: 22,
    followed: [{ visit: 'M6', title: '6 months', assessed: 18 }],
    withdrawn: 1,
    lostToFollowUp: 1,
    died: 2,
    completed: 17,
    analysed: 20,
  },
};

const endpointCounts = {
  randomized: count('patients'),
  implanted: count('of the randomized'),
  evaluable: count('whose endpoint is known'),
  majorAmputations: count('of the evaluable, of the index limb within the 6 months'),
  deaths: count('of the evaluable, within the 6 months; a patient may be among both'),
  survivedWithoutMajorAmputation: count('of the evaluable'),
  notYetEvaluable: record({
    followUpUnderWay: count('whose window of the 6-month visit has not closed'),
    visitOverdue: count('whose window has closed, and of whom nothing is recorded'),
  }),
  censored: record({ withdrawn: count('patients'), lostToFollowUp: count('patients') }),
};

export const PRIMARY_ENDPOINT_ANSWER: DocumentedAnswer<PrimaryEndpoint> = {
  description:
    'Counts of randomized patients, implanted or not, pooled over both arms; nobody is counted as evaluable before the window of ' +
    'the 6-month visit has closed',
  schema: record({
    ...endpointCounts,
    struck: Type.Optional(
      record(
        {
          deaths: count('annulled'),
          amputations: count('annulled'),
          seriousAdverseEvents: count('annulled'),
          visits: count('annulled'),
        },
        'of randomized patients: the entries that had counted and were annulled; absent: none was',
      ),
    ),
    withStruck: Type.Optional(record(endpointCounts, 'the same counts as if none of them had been annulled')),
    withErrata: Type.Optional(
      record(
        endpointCounts,
        'the same counts as the errata after the unblinding say that they should have been; absent: none',
      ),
    ),
  }),
  example: {
    randomized: 23,
    implanted: 22,
    evaluable: 20,
    majorAmputations: 3,
    deaths: 2,
    survivedWithoutMajorAmputation: 16,
    notYetEvaluable: { followUpUnderWay: 1, visitOverdue: 0 },
    censored: { withdrawn: 1, lostToFollowUp: 1 },
  },
};

const MISSING = Object.keys(MISSING_BEFORE_LOCK) as (keyof typeof MISSING_BEFORE_LOCK)[];

export const BEFORE_LOCK_ANSWER: DocumentedAnswer<BeforeLock> = {
  description: 'Randomized patients of whom something is missing, in the order of their codes',
  schema: record({
    randomized: count('patients'),
    signedOff: count('of the randomized'),
    unitStatedAt: Type.Optional(
      instant(
        'when the cell therapy unit made the statement about all patients that counts for the next lock; absent: it has made none ' +
          '(POST /v1/trial/unit-statement)',
      ),
    ),
    patients: Type.Array(
      record({
        patient: patientCode,
        site: siteCode,
        missing: Type.Array(
          record({
            what: oneOf('what is missing', MISSING),
            visit: Type.Optional(visitCode('the visit that it is about')),
            isInTheWay: Type.Boolean({ description: 'whether the database is not locked without it' }),
            wayOut: text('what the site can do about it'),
          }),
        ),
      }),
    ),
  }),
  example: {
    randomized: 23,
    signedOff: 22,
    patients: [
      {
        patient: 'REI-007',
        site: 'REI',
        missing: [{ what: 'not-signed-off', isInTheWay: true, wayOut: MISSING_BEFORE_LOCK['not-signed-off'] }],
      },
    ],
  },
};
