import type { JudgementBeside } from '../report/judgements-beside.js';
import type { UnitDeviationsBeside } from '../report/unit-deviations-beside.js';
import { escapedHtml } from '@bali/schema';
import type { Analysis } from '@bali/trial';
import { CELLS_CENSORED, SENSITIVITIES } from '../outcomes/definitions.js';
import { MISSING_OUTCOMES } from '../report/missing-outcomes.js';
import { recordSections, systemsTable } from './record-sections.js';
import type { MeasureAnalysis } from '../measures/change-from-baseline.js';
import type { AdjudicationSummary, DisagreementRow } from '../report/adjudication-summary.js';
import type { ProportionAnalysis } from '../report/proportion-analysis.js';
import type { StatisticalReport } from '../report/statistical-report.js';
import type { SurvivalAnalysis } from '../report/survival-analysis.js';
import { cellsSection } from './cells-section.js';
import { counts, described, figure, percentWithInterval, pValue, table, withInterval } from './figures.js';
import { intervalChart } from './interval-chart.js';
import { patientSections } from './patient-sections.js';
import { survivalChart } from './survival-chart.js';

/** What a report was made of: it stands on every page of it. */
export interface ReportSource {
  readonly trialId: string;
  /** The index of the last event that is in it. */
  readonly position: number;
  /** The root of the ledger's tree at that event, lower-case hex. */
  readonly root: string;
  readonly software: { readonly version: string; readonly commit: string };
}

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:600;margin-bottom:.3rem}' +
  'th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}' +
  'svg{width:100%;height:auto}figure{margin:1rem 0}footer{font-size:.8rem;color:#444}h2{margin-top:2rem}' +
  '@media print{body{margin:0;max-width:none}h2{break-after:avoid}figure,table{break-inside:avoid}' +
  'footer{position:fixed;bottom:0}main{padding-bottom:3rem}}';

/** What stands beside the results. */
interface Beside {
  /** The same as the errata say that it should have been. Absent: there is none. */
  readonly withErrata?: StatisticalReport;
  /** What was judged by people who knew an arm. Absent: the report is not by arm. */
  readonly judgedByWhoKnew?: readonly JudgementBeside[];
  /** How the deviations of the cell therapy unit were judged. Absent: the report is not by arm. */
  readonly unitDeviations?: UnitDeviationsBeside;
  /** Sections that stand before the results. */
  readonly before?: string;
}

/**
 * The statistical report as one HTML document: it needs no other file, prints, and says on each page what it was made of.
 */
export function reportDocument(
  report: StatisticalReport,
  source: ReportSource,
  { withErrata, judgedByWhoKnew, unitDeviations, before = '' }: Beside = {},
): string {
  const { trialId, position, root, software } = source;
  const made =
    `Trial ${trialId}, as of event ${position} (${report.asOf}), root ${root}, ` +
    `made by version ${software.version} (${software.commit}).`;
  const title = `Statistical report of ${trialId} as of event ${position}`;
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escapedHtml(title)}</title><style>${STYLE}</style></head>\n<body><main><h1>${escapedHtml(title)}</h1>\n` +
    `<p>${escapedHtml(howToRead(report))}</p>\n<p>${escapedHtml(planParagraph(report))}</p>\n<p>${escapedHtml(boardParagraph(report))}</p>\n${before}${sections(report).join('')}${besideErrata(withErrata)}${besideUnit(unitDeviations)}${besideJudgements(judgedByWhoKnew)}</main>` +
    `<footer>${escapedHtml(made)}</footer></body></html>\n`
  );
}

/** The locked result stands first. */
function besideErrata(report: StatisticalReport | undefined): string {
  if (report === undefined) return '';
  const said =
    'All of the above is as of the lock of the database. What follows is the same with the errata that investigators authorised ' +
    'after the unblinding of the trial.';
  return `<h1>With errata</h1>\n<p>${escapedHtml(said)}</p>\n${sections(report).join('')}`;
}

/** What deviated in the cell therapy unit, as it was judged before anybody saw results by arm. */
function besideUnit(judged: UnitDeviationsBeside | undefined): string {
  if (judged === undefined) return '';
  const { judgedAt, deviations } = judged;
  const said =
    judgedAt === undefined
      ? 'Nobody judged what deviated in the cell therapy unit before the unblinding: none of it excludes a patient here.'
      : `What deviated in the cell therapy unit was judged at ${judgedAt}, without outcome data and before the unblinding.`;
  return (
    `<h2>Deviations of the cell therapy unit</h2>\n<p>${escapedHtml(said)}</p>\n` +
    table(
      'Deviations of the cell therapy unit, as they were judged',
      ['patient', 'record', 'severity', 'per protocol'],
      deviations.map(({ patient, record, severity, perProtocol }) => [patient, record, severity, perProtocol]),
    )
  );
}

/** Beside what was judged blinded, and never in its place. */
function besideJudgements(judgements: readonly JudgementBeside[] | undefined): string {
  if (judgements === undefined || judgements.length === 0) return '';
  return (
    '<h2>Judged by people who knew the arm</h2>\n<p>No figure of this report is made of these judgements: they were sealed until the ' +
    'unblinding of the trial, and stand beside what was judged blinded.</p>\n' +
    table(
      'Judgements of people who knew the arm of the patient',
      ['patient', 'about', 'judged blinded', 'judged with knowledge of the arm'],
      judgements.map(({ patient, about, blinded = 'by nobody', byWhoKnew }) => [patient, about, blinded, byWhoKnew]),
    )
  );
}

function howToRead({ groups, struckEntries }: StatisticalReport): string {
  const compared =
    groups.length > 1
      ? `The groups are ${groups.join(' and ')}.`
      : 'All patients are pooled: nothing here is told by arm.';
  const struck = `${struckEntries} ${struckEntries === 1 ? 'entry is' : 'entries are'} annulled and count nowhere.`;
  return `${compared} ${struck}`;
}

/** Which plan was in force: what it does not have is marked as post hoc. */
function planParagraph({ plan }: StatisticalReport): string {
  return plan === null
    ? 'No analysis plan was fixed: every analysis is marked as post hoc.'
    : `The analysis plan in force is version ${plan.planVersion}, signed on ${plan.signedOn} (SHA-256 ${plan.document}): ` +
        `populations ${plan.populations.join(', ')}; the trial is decided by the test ${plan.primaryTest}. ` +
        'What the plan does not have is marked as post hoc. Every other p-value and interval is supportive, without adjustment for ' +
        'there being many.';
}

/** Interim looks at results by arm are told with every result: safety tables are one, too. */
function boardParagraph({ boardMeetings }: StatisticalReport): string {
  if (boardMeetings.length === 0) return 'The data monitoring board has recommended nothing yet.';
  const said = boardMeetings.map(
    ({ metOn, position, recommendation }) =>
      `on ${metOn}, as of event ${position}: ${recommendation.replaceAll('-', ' ')}`,
  );
  return `The data monitoring board looked at results by arm, and recommended ${said.join('; ')}.`;
}

function sections(report: StatisticalReport): readonly string[] {
  const mark = (analysis: Analysis): string => (report.postHoc.includes(analysis) ? ' (post hoc)' : '');
  return [
    ...patientSections(report),
    `<h2>Primary endpoint: survival without major amputation at 6 months${mark('primary-endpoint')}</h2>`,
    survivalChart('Survival without major amputation of the index limb', report.primary.groups),
    survivalTable('Kaplan–Meier estimates at 6 months, 95 % intervals', report.primary),
    table(
      `Major amputation at 6 months, with death competing (Aalen–Johansen)${mark('amputation-with-death-competing')}`,
      ['group', 'cumulative incidence'],
      report.amputationAtSixMonths.map((row) => [row.group, percentWithInterval(row)]),
    ),
    `<h2>Mortality${mark('mortality')}</h2>`,
    survivalChart('Survival', report.mortality.groups),
    survivalTable('Kaplan–Meier estimates of survival at 6 months', report.mortality),
    `<h2>Proportions among evaluable patients whose 6-month window has closed${mark('proportions')}</h2>`,
    ...Object.entries(report.proportions).map(([what, analysis]) => proportionTable(what, analysis)),
    ...adjudicationSection(report.adjudication),
    '<h2>Sensitivity analyses</h2>',
    intervalChart('Without an event at 6 months, as it was planned and in each sensitivity analysis', {
      'primary analysis': report.primary,
      ...report.sensitivities,
      'per protocol': report.perProtocol,
    }),
    ...Object.entries(report.sensitivities).map(([name, analysis]) => {
      return survivalTable(`Counted ${name}${mark(planName(name))}`, analysis);
    }),
    survivalTable(`Per protocol${mark('per-protocol')}`, report.perProtocol),
    `<h2>Secondary measures at 6 months${mark('secondary-measures')}</h2>`,
    ...report.secondary.map(measureTable),
    ...cellsSection(report.cells, mark('cells')),
    ...safetySection(report, mark('safety')),
    ...recordSections(report),
  ];
}

/** The name that an analysis plan has for a sensitivity analysis. */
function planName(name: string): Analysis {
  return (SENSITIVITIES[name] ?? MISSING_OUTCOMES[name] ?? CELLS_CENSORED).analysis;
}

function adjudicationSection({ counts: standings, disagreements }: AdjudicationSummary): readonly string[] {
  const seen = (values: DisagreementRow['values'], of: 'site' | 'judged'): string =>
    values.map((value) => `${value.field} ${value[of]}`).join(', ') || 'adjudicators differ among themselves';
  return [
    '<h2>Adjudication of the endpoint</h2>',
    `<p>Amputations and deaths of the randomized: ${escapedHtml(counts(standings))}. What was judged counts; as long as nobody has ` +
      'judged, or adjudicators differ, what the site recorded.</p>\n',
    table(
      'Where the site and the adjudicators differ',
      ['patient', 'what', 'the site', 'the adjudicators'],
      disagreements.map(({ patient, what, values }) => [patient, what, seen(values, 'site'), seen(values, 'judged')]),
    ),
  ];
}

function safetySection(report: StatisticalReport, mark: string): readonly string[] {
  return [
    `<h2>Safety${mark}</h2>`,
    table(
      `Adverse events of the safety population${report.groups.length > 1 ? ', by what was really implanted' : ''}`,
      [
        'group',
        'patients',
        'with any',
        'events',
        'serious',
        'patients with serious',
        'fatal',
        'by severity',
        'by relation',
      ],
      report.safety.map((row) => [
        ...[row.group, row.patients, row.withAny, row.events, row.serious, row.patientsWithSerious, row.fatal].map(
          String,
        ),
        counts(row.bySeverity),
        counts(row.byRelation),
      ]),
    ),
    systemsTable(report.bySystem),
  ];
}

function survivalTable(caption: string, { groups, logRank }: SurvivalAnalysis): string {
  const rows = groups.map(({ group, patients, events, atSixMonths, restrictedMean: { mean, standardError } }) => [
    group,
    String(patients),
    String(events),
    percentWithInterval(atSixMonths),
    `${figure(mean, 1)} (${figure(standardError, 1)})`,
  ]);
  const test =
    groups.length === 2 ? ` ${logRank.stratified ? 'Stratified log' : 'Log'}-rank test: p ${pValue(logRank.p)}.` : '';
  const head = [
    'group',
    'patients',
    'events',
    'without an event at 6 months',
    'restricted mean, days (standard error)',
  ];
  return table(`${caption}.${test}`, head, rows);
}

function proportionTable(what: string, { groups, comparison }: ProportionAnalysis): string {
  const compared =
    comparison === undefined
      ? ''
      : ` Difference ${percentWithInterval(comparison.difference)}; odds ratio ${withInterval(comparison.oddsRatio, 2)}; ` +
        `conditional odds ratio ${withInterval(comparison.conditionalOddsRatio, 2)}; Fisher’s exact test: p ${pValue(comparison.p)}.`;
  const rows = groups.map((row) => [row.group, `${row.events} of ${row.patients}`, percentWithInterval(row)]);
  return table(`With ${what}.${compared}`, ['group', 'patients', 'proportion (Clopper–Pearson)'], rows);
}

function measureTable({ measure, unit, groups, comparison }: MeasureAnalysis): string {
  const named = unit === undefined ? measure : `${measure}, ${unit}`;
  const compared =
    comparison === undefined
      ? ''
      : ` Rank-sum test, death or amputation ranking worst: p ${pValue(comparison.worstRank)}; while alive with the limb: ` +
        `p ${pValue(comparison.whileAliveWithLimb)}.`;
  const rows = groups.map(({ group, baseline, sixMonths, change, missing }) => [
    ...[group, described(baseline), described(sixMonths), described(change)],
    counts(missing),
  ]);
  return table(`${named}.${compared}`, ['group', 'baseline', '6 months', 'change', 'missing, with cause'], rows);
}
