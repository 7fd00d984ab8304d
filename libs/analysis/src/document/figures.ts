import { escapedHtml } from '@bali/schema';
import type { Summary } from '../statistics/summary.js';
import { type Estimate, isEstimable, NOT_ESTIMABLE, type WithInterval } from '../statistics/estimate.js';

/** A figure with a fixed number of digits, or that it cannot be estimated. */
export function figure(estimate: Estimate, digits: number): string {
  return isEstimable(estimate) ? estimate.toFixed(digits) : 'not estimable';
}

/** A probability in per cent with its interval: "71.4 % (48.9 to 85.2)". */
export function percentWithInterval({ estimate, lower, upper }: WithInterval): string {
  return withInterval({ estimate: times100(estimate), lower: times100(lower), upper: times100(upper) }, 1, ' %');
}

/** A figure with its interval; where there is none, why. */
export function withInterval({ estimate, lower, upper }: WithInterval, digits: number, unit = ''): string {
  if (!isEstimable(estimate)) return `not estimable: ${NOT_ESTIMABLE[estimate.notEstimable]}`;
  const limits =
    isEstimable(lower) || isEstimable(upper) ? `${figure(lower, digits)} to ${figure(upper, digits)}` : 'no interval';
  return `${estimate.toFixed(digits)}${unit} (${limits})`;
}

/** A p-value as journals print it: three digits, and never 0. */
export function pValue(p: Estimate): string {
  if (!isEstimable(p)) return `not estimable: ${NOT_ESTIMABLE[p.notEstimable]}`;
  return p < 0.001 ? 'less than 0.001' : p.toFixed(3);
}

function times100(estimate: Estimate): Estimate {
  return isEstimable(estimate) ? estimate * 100 : estimate;
}

/** A sample in a cell: mean (standard deviation), median (quartiles), range, number of values. */
export function described(summary: Summary): string {
  const { mean, standardDeviation, median, firstQuartile, thirdQuartile, minimum, maximum, n } = summary;
  if (n === 0) return 'no value';
  const quartiles = `${figure(firstQuartile, 2)} to ${figure(thirdQuartile, 2)}`;
  const range = `${figure(minimum, 2)} to ${figure(maximum, 2)}`;
  return `${figure(mean, 2)} (${figure(standardDeviation, 2)}), ${figure(median, 2)} (${quartiles}), ${range}, n = ${n}`;
}

/** Counts by name, in a cell. */
export function counts(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ');
}

/** A table with a head. The cells of the first column head their rows. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]): string =>
    row
      .map((cell, place) =>
        place === 0 ? `<th scope="row">${escapedHtml(cell)}</th>` : `<td>${escapedHtml(cell)}</td>`,
      )
      .join('');
  return (
    `<table><caption>${escapedHtml(caption)}</caption>` +
    `<thead><tr>${head.map((cell) => `<th scope="col">${escapedHtml(cell)}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table>\n`
  );
}
