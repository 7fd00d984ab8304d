import { escapedHtml } from '@bali/schema';
import { FULL_TIME } from '../outcomes/definitions.js';
import type { GroupSurvival } from '../report/survival-analysis.js';
import { isEstimable } from '../statistics/estimate.js';

const WIDTH = 720;
const HEIGHT = 340;
const LEFT = 56;
const TOP = 16;
const PLOT_WIDTH = WIDTH - LEFT - 16;
const ROW = 18;
/** Groups differ by their dashes as well as by their colour. */
const LINES = ['stroke="#1b4f8a"', 'stroke="#b3541e" stroke-dasharray="6 4"'];

/**
 * Kaplan–Meier curves with their intervals and the numbers at risk below, as an SVG picture that needs nothing else (Morris and
 * others, KMunicate, BMJ Open 2019: intervals, numbers at risk, the whole scale).
 */
export function survivalChart(title: string, groups: readonly GroupSurvival[]): string {
  const height = HEIGHT + ROW * (groups.length + 2);
  const curves = groups.map((group, place) => curve(group, LINES[place % LINES.length] ?? ''));
  return (
    `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapedHtml(`${title}. ${spoken(groups)}`)}" ` +
    `font-size="12" fill="currentColor"><g>${axes()}${curves.join('')}${numbersAtRisk(groups)}</g></svg>` +
    `<figcaption>${escapedHtml(title)}. ${escapedHtml(spoken(groups))}</figcaption></figure>\n`
  );
}

function spoken(groups: readonly GroupSurvival[]): string {
  return groups
    .map(({ group, patients, events, atSixMonths: { estimate } }) => {
      const read = isEstimable(estimate)
        ? `${(estimate * 100).toFixed(1)} % without an event at 6 months`
        : 'no estimate';
      return `${group}: ${patients} patients, ${events} events, ${read}.`;
    })
    .join(' ');
}

const x = (time: number): number => LEFT + (PLOT_WIDTH * time) / FULL_TIME;
const y = (share: number): number => TOP + (HEIGHT - TOP - 40) * (1 - share);
const at = (time: number, share: number): string => `${x(time).toFixed(1)},${y(share).toFixed(1)}`;

function axes(): string {
  const shares = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y(share)}" y2="${y(share)}" stroke="#999" stroke-width="0.5"/>` +
      `<text x="${LEFT - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  );
  const days = TICKS.map((day) => `<text x="${x(day)}" y="${y(0) + 18}" text-anchor="middle">${day}</text>`);
  const title = `<text x="${LEFT + PLOT_WIDTH / 2}" y="${y(0) + 34}" text-anchor="middle">days from time zero</text>`;
  return [...shares, ...days, title].join('');
}

const TICKS = [0, 30, 60, 90, 120, 150, 180];

function curve({ group, curve: steps }: GroupSurvival, line: string): string {
  const points = [at(0, 1)];
  const band: { time: number; lower: number; upper: number }[] = [];
  let survival = 1;
  for (const { time, estimate, lower, upper } of steps) {
    if (!isEstimable(estimate)) continue;
    points.push(at(time, survival), at(time, estimate));
    survival = estimate;
    if (isEstimable(lower) && isEstimable(upper)) band.push({ time, lower, upper });
  }
  const marks = steps
    .filter(({ censored, time }) => censored > 0 && time < FULL_TIME)
    .map(({ time, estimate }) => {
      const share = isEstimable(estimate) ? estimate : 0;
      return `<line x1="${x(time)}" x2="${x(time)}" y1="${y(share) - 4}" y2="${y(share) + 4}" ${line} stroke-width="1"/>`;
    });
  return (
    `<g aria-label="${escapedHtml(group)}">${bandOf(band, line)}` +
    `<polyline points="${points.join(' ')}" fill="none" ${line} stroke-width="2"/>${marks.join('')}</g>`
  );
}

/** The interval as steps: each holds until the next. */
function bandOf(band: readonly { time: number; lower: number; upper: number }[], line: string): string {
  if (band.length === 0) return '';
  const until = (place: number): number => band[place + 1]?.time ?? FULL_TIME;
  const upper = band.flatMap((step, place) => [at(step.time, step.upper), at(until(place), step.upper)]);
  const lower = band.flatMap((step, place) => [at(step.time, step.lower), at(until(place), step.lower)]);
  const fill = /#[0-9a-f]{6}/.exec(line)?.[0] ?? 'gray';
  return `<polygon points="${[...upper, ...lower.toReversed()].join(' ')}" fill="${fill}" fill-opacity="0.12"/>`;
}

function numbersAtRisk(groups: readonly GroupSurvival[]): string {
  const head = `<text x="${LEFT}" y="${HEIGHT + ROW}">at risk</text>`;
  const rows = groups.map(({ group, atRisk }, place) => {
    const top = HEIGHT + ROW * (place + 2);
    const numbers = atRisk.map(
      ({ time, patients }) => `<text x="${x(time)}" y="${top}" text-anchor="middle">${patients}</text>`,
    );
    return `<text x="${LEFT - 8}" y="${top}" text-anchor="end">${escapedHtml(group.slice(0, 8))}</text>${numbers.join('')}`;
  });
  return head + rows.join('');
}
