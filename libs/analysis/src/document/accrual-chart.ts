import { escapedHtml } from '@bali/schema';

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 48;
const BOTTOM = 28;

export interface Month {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Randomized until the end of that month. */
  readonly cumulative: number;
}

/** How many are randomized by the end of each month, against the target in force, as an SVG picture that needs nothing else. */
export function accrualChart(months: readonly Month[], target: number): string {
  const reached = months.at(-1)?.cumulative ?? 0;
  const most = Math.max(target, reached, 1);
  const steps = Math.max(1, monthsBetween(months[0]?.month, months.at(-1)?.month));
  const x = (month: string): number => LEFT + ((WIDTH - LEFT - 16) * monthsBetween(months[0]?.month, month)) / steps;
  const y = (patients: number): number => 12 + (HEIGHT - BOTTOM - 12) * (1 - patients / most);
  const points = months.flatMap(({ month, cumulative }, place) => {
    const before = months[place - 1];
    const at = x(month).toFixed(1);
    return [
      ...(before === undefined ? [`${at},${y(0)}`] : [`${at},${y(before.cumulative)}`]),
      `${at},${y(cumulative)}`,
    ];
  });
  const said = `Randomized: ${reached}, against the target in force of ${target}.`;
  const [first, last] = [months[0], months.at(-1)];
  const ends = first === undefined || last === undefined ? [] : first === last ? [first] : [first, last];
  const labels = ends.map(
    ({ month }, place) =>
      `<text x="${x(month)}" y="${HEIGHT - 8}" text-anchor="${place === 0 ? 'start' : 'end'}">${month}</text>`,
  );
  return (
    `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapedHtml(said)}" font-size="12" fill="currentColor">` +
    `<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(0)}" y2="${y(0)}" stroke="#999"/>` +
    `<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(target)}" y2="${y(target)}" stroke="#b3541e" stroke-dasharray="6 4"/>` +
    `<text x="${LEFT - 8}" y="${y(target) + 4}" text-anchor="end">${target}</text>` +
    `<text x="${LEFT - 8}" y="${y(0) + 4}" text-anchor="end">0</text>` +
    `<polyline points="${points.join(' ')}" fill="none" stroke="#1b4f8a" stroke-width="2"/>${labels.join('')}</svg>` +
    `<figcaption>${escapedHtml(said)}</figcaption></figure>\n`
  );
}

function monthsBetween(from = '2000-01', to = from): number {
  const number = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return number(to) - number(from);
}
