import { escapedHtml } from '@bali/schema';
import type { SurvivalAnalysis } from '../report/survival-analysis.js';
import { isEstimable } from '../statistics/estimate.js';
import { percentWithInterval } from './figures.js';

const WIDTH = 720;
const LEFT = 360;
const RIGHT = 200;
const ROW = 20;

/** What is read at 6 months in each analysis, with its interval, one below the other: how far a result depends on its definition. */
export function intervalChart(title: string, analyses: Readonly<Record<string, SurvivalAnalysis>>): string {
  const rows = Object.entries(analyses).flatMap(([name, { groups }]) =>
    groups.map(({ group, atSixMonths }) => ({
      label: groups.length > 1 ? `${name}: ${group}` : name,
      atSixMonths,
    })),
  );
  const height = ROW * (rows.length + 1) + 12;
  const drawn = rows.map(({ label, atSixMonths }, place) => {
    const y = ROW * (place + 1);
    const { estimate, lower, upper } = atSixMonths;
    const line =
      isEstimable(lower) && isEstimable(upper)
        ? `<line x1="${x(lower)}" x2="${x(upper)}" y1="${y - 4}" y2="${y - 4}" stroke="#1b4f8a" stroke-width="2"/>`
        : '';
    const point = isEstimable(estimate) ? `<circle cx="${x(estimate)}" cy="${y - 4}" r="4" fill="#1b4f8a"/>` : '';
    return (
      `<text x="${LEFT - 12}" y="${y}" text-anchor="end">${escapedHtml(label)}</text>${line}${point}` +
      `<text x="${WIDTH - RIGHT + 12}" y="${y}">${escapedHtml(isEstimable(estimate) ? percentWithInterval(atSixMonths) : 'not estimable')}</text>`
    );
  });
  const axis = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${x(share)}" x2="${x(share)}" y1="4" y2="${height - 16}" stroke="#999" stroke-width="0.5"/>` +
      `<text x="${x(share)}" y="${height - 2}" text-anchor="middle">${share * 100} %</text>`,
  );
  return (
    `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapedHtml(title)}" font-size="11" fill="currentColor">` +
    `${axis.join('')}${drawn.join('')}</svg><figcaption>${escapedHtml(title)}</figcaption></figure>\n`
  );
}

function x(share: number): string {
  return (LEFT + (WIDTH - LEFT - RIGHT) * share).toFixed(1);
}
