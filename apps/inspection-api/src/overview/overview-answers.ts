import type { OverviewView } from '@bali/queries';
import { instant, record, siteCode } from '@bali/schema';
import { count, type DocumentedAnswer, text, yesOrNo } from '@bali/shared-routes';
import { PATIENT_STATUSES, type PatientStatus } from '@bali/trial';
import { Type } from 'typebox';

const optional = Type.Optional;
const counts = (description: string) => Type.Object({}, { description, additionalProperties: true });

const NOBODY = Object.fromEntries(PATIENT_STATUSES.map((status) => [status, 0])) as Record<PatientStatus, number>;

export const OVERVIEW_ANSWER: DocumentedAnswer<OverviewView> = {
  description: 'The trial at a glance',
  schema: record({
    position: Type.Integer({ description: 'the last event that is in it; -1: none yet', minimum: -1 }),
    recordedAt: optional(instant('when that event was recorded')),
    lastPosition: Type.Integer({ description: 'the last event of the ledger', minimum: -1 }),
    trial: optional(
      record({ registryId: text('registry number'), acronym: text('acronym'), sponsor: text('sponsor') }),
    ),
    lockedAt: optional(instant('when the database was locked, if it was')),
    targets: Type.Array(record({ from: instant('since when it is in force'), target: count('patients') })),
    accrual: counts('randomized patients, by site and by month'),
    flow: counts('the flow of patients (CONSORT 2010), as the report of the site API has it'),
    sites: Type.Array(
      record({
        code: siteCode,
        name: text('the hospital'),
        city: text('where it is'),
        timeZone: text('IANA time zone'),
        open: Type.Array(counts('when it was open')),
        isOpen: yesOrNo('whether it was open then'),
        patients: counts('how many patients stood where'),
      }),
    ),
  }),
  example: {
    position: 12,
    recordedAt: '2009-06-12T08:00:00.000Z',
    lastPosition: 683,
    trial: { registryId: 'NCT00904501', acronym: 'BALI', sponsor: 'CHU de Reims' },
    targets: [{ from: '2009-06-01T08:00:00.000Z', target: 110 }],
    accrual: {
      target: 110,
      randomized: 0,
      bySite: [{ site: 'REI', name: 'CHU de Reims', randomized: 0 }],
      byMonth: [],
    },
    flow: {
      ...{ consented: 1, assessedForEligibility: 0, excluded: { total: 0, byCriterion: [] }, notYetDecidable: 0 },
      ...{ eligibleNotRandomized: 0, randomized: 0, harvested: 0, implanted: 0, followed: [], withdrawn: 0 },
      ...{ lostToFollowUp: 0, died: 0, completed: 0, analysed: 0 },
    },
    sites: [
      {
        ...{ code: 'REI', name: 'CHU de Reims', city: 'Reims', timeZone: 'Europe/Paris' },
        open: [{ from: '2009-06-02' }],
        isOpen: true,
        patients: { ...NOBODY, consented: 1 },
      },
    ],
  },
};
