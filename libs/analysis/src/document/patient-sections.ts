import type { GroupBaseline } from '../report/baseline-table.js';
import type { StatisticalReport } from '../report/statistical-report.js';
import { described, table } from './figures.js';

/** Who is in each population, and what the patients were like before the randomization. */
export function patientSections(report: StatisticalReport): readonly string[] {
  return [
    '<h2>Populations and baseline</h2>',
    table(
      'Patients in each population',
      ['group', 'intention to treat', 'safety', 'implanted', 'per protocol'],
      report.populations.map(({ group, intentionToTreat, safety, implanted, perProtocol }) =>
        [group, intentionToTreat, safety, implanted, perProtocol].map(String),
      ),
    ),
    table(
      'Baseline of the randomized. Of what is measured: mean (standard deviation), median (quartiles), range, number of values. ' +
        'Of the rest: patients, and their share of those of whom it is known',
      ['characteristic', ...report.groups],
      report.baseline.map(({ characteristic, groups }) => [characteristic, ...groups.map(cell)]),
    ),
  ];
}

function cell({ summary, counts = {}, missing }: GroupBaseline): string {
  const notKnown = missing === 0 ? '' : `; not known: ${missing}`;
  if (summary !== undefined) return `${described(summary)}${notKnown}`;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const shares = Object.entries(counts).map(
    ([value, count]) => `${value.replaceAll('-', ' ')}: ${count} (${((100 * count) / all).toFixed(1)} %)`,
  );
  return `${shares.join(', ') || 'nobody'}${notKnown}`;
}
