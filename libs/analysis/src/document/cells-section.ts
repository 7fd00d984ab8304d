import type { CellsAnalysis } from '../cells/cells-analysis.js';
import { described, pValue, table } from './figures.js';

/** What the unit measured in the cells, by arm, and against the endpoint. Nothing, as long as it is sealed. */
export function cellsSection(cells: readonly CellsAnalysis[] | undefined, mark: string): readonly string[] {
  if (cells === undefined) return [];
  return [
    `<h2>The cells${mark}</h2>`,
    '<p>The cells of every patient were measured, in either arm; they were implanted in one of them alone. With and without the ' +
      'primary endpoint: of the evaluable patients whose 6-month window has closed. The p-values are of rank-sum tests, and supportive.</p>\n',
    ...cells.map(({ measure, groups }) =>
      table(
        measure,
        ['group', 'all', 'with the endpoint', 'without it', 'p'],
        groups.map(({ group, summary, withEndpoint, withoutEndpoint, p }) => [
          ...[group, described(summary), described(withEndpoint), described(withoutEndpoint)],
          pValue(p),
        ]),
      ),
    ),
  ];
}
