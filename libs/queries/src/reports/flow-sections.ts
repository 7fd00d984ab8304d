import { accrualChart, type Enrolment, flowChart, reportTable, type StatisticalReport } from '@bali/analysis';
import type { Accrual, ConsortFlow } from '@bali/projections';

interface Flow {
  readonly flow: ConsortFlow;
  readonly accrual: Accrual;
  readonly report: Pick<StatisticalReport, 'groupFlow'>;
}

/** How patients came through the trial, and how many of the target were reached: enrolment and accrual of all patients together, in either report. */
export function flowSections({ flow, accrual, report }: Flow): string {
  return [
    '<h2>Flow of patients (CONSORT)</h2>\n',
    flowChart(enrolmentOf(flow), report.groupFlow),
    reportTable('Patients, of both arms together', ['step', 'patients'], flowRows(flow)),
    '<h2>Accrual</h2>\n',
    accrualChart(accrual.byMonth, accrual.target),
    reportTable(
      `Randomized: ${accrual.randomized}, against the target in force of ${accrual.target}`,
      ['site', 'randomized'],
      accrual.bySite.map(({ site, name, randomized }) => [`${site}, ${name}`, String(randomized)]),
    ),
    reportTable(
      'Randomized by month',
      ['month', 'randomized', 'until then'],
      accrual.byMonth.map(({ month, randomized, cumulative }) => [month, String(randomized), String(cumulative)]),
    ),
  ].join('');
}

function enrolmentOf(flow: ConsortFlow): Enrolment {
  const { consented, assessedForEligibility, excluded, notYetDecidable, eligibleNotRandomized, randomized } = flow;
  return {
    ...{ consented, assessed: assessedForEligibility, excluded: excluded.total },
    ...{ notYetDecidable, eligibleNotRandomized, randomized },
    reasons: excluded.byCriterion.map(({ sentence, patients }) => ({ why: sentence, patients })),
  };
}

function flowRows(flow: ConsortFlow): readonly (readonly [string, string])[] {
  const { excluded } = flow;
  const rows: readonly (readonly [string, number])[] = [
    ['consented', flow.consented],
    ['assessed for eligibility', flow.assessedForEligibility],
    ['excluded; a patient may be excluded by several criteria', excluded.total],
    ...excluded.byCriterion.map(
      ({ kind, number, sentence, patients }) => [`${kind} ${number}: ${sentence}`, patients] as const,
    ),
    ['not yet decidable', flow.notYetDecidable],
    ['eligible, not randomized', flow.eligibleNotRandomized],
    ['randomized', flow.randomized],
    ['harvested', flow.harvested],
    ['implanted', flow.implanted],
    ...flow.followed.map(({ visit, title, assessed }) => [`seen at ${visit} (${title})`, assessed] as const),
    ['withdrew consent', flow.withdrawn],
    ['lost to follow-up', flow.lostToFollowUp],
    ['died', flow.died],
    ['completed the follow-up', flow.completed],
    ['analysed for the primary endpoint', flow.analysed],
  ];
  return rows.map(([step, patients]) => [step, String(patients)]);
}
