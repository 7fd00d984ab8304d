import { FOLLOW_UP_VISITS, RECRUITMENT_TARGET, SITES, TRIAL } from '@bali/protocol';
import { PATIENT_STATUSES, type PatientStatus } from '@bali/trial';
import { calendarDate, instant, record, siteCode, visitCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { count, type DocumentedAnswer, text, yesOrNo } from '@bali/shared-routes';
import type { SiteView, TrialView } from '@bali/queries';

const visit = record({
  code: visitCode('the visit'),
  title: text('what people call it'),
  monthsAfterImplantation: whole('calendar months after the implantation', 0, 60),
  windowDays: whole('days before or after that still count as this visit', 0, 90),
});

const site = record({
  code: siteCode,
  name: text('the hospital'),
  city: text('where it is'),
  timeZone: text('IANA time zone'),
  open: Type.Array(
    record({ from: calendarDate('when it was opened'), to: Type.Optional(calendarDate('when it was closed')) }),
    { description: 'when it was open; a period without an end is not over' },
  ),
  isOpen: yesOrNo('whether it is open now'),
});

const accrual = record({
  target: count('the target in force'),
  randomized: count('patients'),
  bySite: Type.Array(record({ site: siteCode, name: text('the hospital'), randomized: count('patients') })),
  byMonth: Type.Array(
    record({
      month: Type.String({ description: 'at the site', pattern: '^[0-9]{4}-[0-9]{2}$' }),
      randomized: count('patients in this month'),
      cumulative: count('patients until the end of it'),
    }),
  ),
});

const trial = record({
  registered: yesOrNo('whether the trial is registered; all that follows from it is missing before'),
  registryId: Type.Optional(text('registry number')),
  acronym: Type.Optional(text('acronym')),
  title: Type.Optional(text('title')),
  sponsor: Type.Optional(text('sponsor')),
  protocolVersion: Type.Optional(text('of the registration or the last amendment')),
  recruitmentTarget: count('the target in force, patients'),
  visits: Type.Array(visit, { description: 'the schedule in force' }),
  sites: Type.Array(site),
  lockedAt: Type.Optional(instant('when the database was locked; absent: it is not')),
  accrual,
  patientsByStatus: record(Object.fromEntries(PATIENT_STATUSES.map((status) => [status, count('patients')]))),
  position: Type.Integer({ description: 'the last event that this includes; -1: none', minimum: -1 }),
});

const REIMS = SITES.slice(0, 1);
const EXAMPLE_SITES: readonly SiteView[] = REIMS.map((known) => ({
  ...known,
  open: [{ from: '2009-06-01' }],
  isOpen: true,
}));
const NOBODY = Object.fromEntries(PATIENT_STATUSES.map((status) => [status, 0])) as Record<PatientStatus, number>;

export const TRIAL_ANSWER: DocumentedAnswer<TrialView> = {
  description: 'The trial as it stands now',
  schema: trial,
  entityTagOf: "the trial's record",
  example: {
    registered: true,
    registryId: TRIAL.id,
    acronym: TRIAL.acronym,
    title: TRIAL.title,
    sponsor: TRIAL.sponsor,
    protocolVersion: '2.0',
    recruitmentTarget: RECRUITMENT_TARGET.amended,
    visits: FOLLOW_UP_VISITS,
    sites: EXAMPLE_SITES,
    accrual: {
      target: RECRUITMENT_TARGET.amended,
      randomized: 3,
      bySite: REIMS.map(({ code, name }) => ({ site: code, name, randomized: 3 })),
      byMonth: [
        { month: '2011-02', randomized: 2, cumulative: 2 },
        { month: '2011-03', randomized: 1, cumulative: 3 },
      ],
    },
    patientsByStatus: { ...NOBODY, 'not-eligible': 1, 'in-follow-up': 3 },
    position: 127,
  },
};

export const SITES_ANSWER: DocumentedAnswer<readonly SiteView[]> = {
  description: 'The sites in the order in which they were first opened',
  schema: Type.Array(site),
  example: EXAMPLE_SITES,
};
