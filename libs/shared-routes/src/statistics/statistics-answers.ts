import { statisticalReport } from '@bali/analysis';
import { accrualOf, consortFlowOf } from '@bali/projections';
import type { StatisticsView } from '@bali/queries';
import { calendarDate, record } from '@bali/schema';
import { initialTrialState } from '@bali/trial';
import { Type } from 'typebox';
import { count, type DocumentedAnswer, place, text } from '../answers/answers.js';

const part = (description: string) => Type.Unknown({ description });

/** What a report was made of. */
export const REPORT_SOURCE_FIELDS = {
  trialId: text('the trial'),
  position: place('index of the last event that counts'),
  root: text('root of the tree of the ledger up to that event, lower-case hex'),
  software: record({ version: text('version'), commit: text('commit') }, 'what computed it'),
} as const;

const report = record({
  asOf: calendarDate('the day of the last event that counts'),
  plan: Type.Unknown({
    description: 'the analysis plan that was in force, named by the hash of its document; null: none was fixed',
  }),
  postHoc: Type.Array(text('an analysis'), { description: 'the analyses that are not in the plan' }),
  groups: Type.Array(text('all patients, or an arm'), { description: 'the groups that are compared' }),
  groupFlow: part('the way of each group through the trial, from the randomization on'),
  populations: part('how many patients are in each population, by group'),
  baseline: part('summaries of what was known before the randomization, by group'),
  primary: part('survival without major amputation of the index limb: curves (Kaplan–Meier), 6 months, log-rank test'),
  amputationAtSixMonths: part('cumulative incidence of major amputation with death competing (Aalen–Johansen)'),
  mortality: part('survival: curves, 6 months, log-rank test'),
  proportions: part('of the evaluable patients whose 6-month window has closed: endpoint, amputation, death'),
  sensitivities: part('the primary analysis by other definitions, each by its name'),
  perProtocol: part('the primary analysis of the per-protocol population'),
  secondary: part('changes from the baseline at 6 months, with what is missing and why'),
  cells: Type.Optional(
    Type.Unknown({
      description: 'each measure of the cells by arm, and against the endpoint; absent: the report is not by arm',
    }),
  ),
  safety: part('adverse events of the safety population; by what was really implanted, where groups are arms'),
  bySystem: part('the same by body system, as they were coded, and severity'),
  deviations: part('deviations of the randomized by kind, as the sponsor assessed them'),
  adjudication: part('how amputations and deaths were judged, and where that is another than what the sites recorded'),
  struckEntries: count('entries that are annulled, and count nowhere'),
  struck: part('the same by kind and cause'),
  boardMeetings: part('what the data monitoring board recommended, as of which event: each rests on an interim look'),
  outcomes: part(
    'one row a randomized patient: endpoint, day, censoring, population, the records that it follows from',
  ),
});

export const STATISTICS_ANSWER: DocumentedAnswer<StatisticsView> = {
  description:
    'The figures, and what they were made of. A figure that cannot be estimated says why: `{"notEstimable": …}`',
  schema: record({
    ...REPORT_SOURCE_FIELDS,
    flow: part('the flow of patients (CONSORT), of both arms together'),
    accrual: part('how many are randomized, by site and by month, against the target in force'),
    report,
    withErrata: Type.Optional(
      Type.Unknown({
        description: 'the same report as the errata say that it should have been; absent: there is none',
      }),
    ),
    unitDeviations: Type.Optional(
      record(
        {
          judgedAt: Type.Optional(text('when they were judged; absent: nobody did')),
          deviations: Type.Array(
            record({
              patient: text('the patient'),
              record: text('the record of the unit in which it is'),
              severity: text('how severe it was judged to be'),
              perProtocol: text('whether the patient stays in the per-protocol population: kept or excluded'),
            }),
            { description: 'each of them, as it was judged without outcome data' },
          ),
        },
        'the deviations of the cell therapy unit, which the per-protocol population by arm follows; absent: not by arm',
      ),
    ),
    judgedByWhoKnew: Type.Optional(
      Type.Array(
        record({
          patient: text('the patient'),
          about: text('what was judged'),
          blinded: Type.Optional(text('how it was judged blinded; absent: by nobody')),
          byWhoKnew: text('how it was judged by somebody who knew the arm'),
        }),
        {
          description: 'what was judged by people who knew an arm, beside what was judged blinded; absent: not by arm',
        },
      ),
    ),
  }),
  example: {
    ...{
      trialId: 'NCT00904501',
      position: 812,
      root: '00'.repeat(32),
      software: { version: '0.1.0', commit: '0000000' },
    },
    flow: consortFlowOf(initialTrialState, [], '2011-09-10'),
    accrual: accrualOf(initialTrialState, []),
    report: statisticalReport({ trial: initialTrialState, patients: [], asOf: '2011-09-10' }),
  },
};
