import type { OverviewView } from '@bali/queries';
import { scaleLinear, scaleTime } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { figure, words } from '../words/words.js';

export interface AccrualChartProps {
  readonly accrual: OverviewView['accrual'];
  readonly targets: OverviewView['targets'];
  /** When the last event was recorded that is in it. */
  readonly until: string;
}

const SIZE = { width: 640, height: 320, top: 24, right: 16, bottom: 30, left: 40 } as const;

interface Point {
  readonly at: Date;
  readonly count: number;
}

/** Randomized patients as steps, filled; the target as a dashed line: they differ by more than a colour. */
export function AccrualChart({ accrual, targets, until }: AccrualChartProps) {
  const t = words.value.overview;
  const reached = pointsOf(accrual, until);
  const aims = targetsOf(targets, until);
  const all = [...reached, ...aims];
  const x = scaleTime()
    .domain([earliest(all), latest(all)])
    .range([SIZE.left, SIZE.width - SIZE.right]);
  const y = scaleLinear()
    .domain([0, Math.max(...all.map(({ count }) => count))])
    .nice()
    .range([SIZE.height - SIZE.bottom, SIZE.top]);
  const bottom = y(0);
  const shape = area<Point>()
    .x(({ at }) => x(at))
    .y0(bottom)
    .y1(({ count }) => y(count))
    .curve(curveStepAfter);
  const stroke = line<Point>()
    .x(({ at }) => x(at))
    .y(({ count }) => y(count))
    .curve(curveStepAfter);
  const last = aims.at(-1);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={`${t.accrual}. ${t.accrualSentence(figure(accrual.randomized), figure(accrual.target))}`}
    >
      <g class="axis">
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line x1={SIZE.left} x2={SIZE.width - SIZE.right} y1={y(tick)} y2={y(tick)} />
            <text x={SIZE.left - 6} y={y(tick) + 4} text-anchor="end">
              {figure(tick)}
            </text>
          </g>
        ))}
        {x.ticks(6).map((tick) => (
          <text key={tick.getTime()} x={x(tick)} y={SIZE.height - 8} text-anchor="middle">
            {monthOf(tick)}
          </text>
        ))}
      </g>
      <path class="reached" d={shape(reached) ?? ''} />
      <path class="reached-line" d={stroke(reached) ?? ''} />
      <path class="aim" d={stroke(aims) ?? ''} />
      {last !== undefined && (
        <text class="aim-label" x={SIZE.width - SIZE.right} y={y(last.count) - 6} text-anchor="end">
          {t.target} {figure(last.count)}
        </text>
      )}
    </svg>
  );
}

/** At the end of each month, what was reached. */
function pointsOf({ byMonth }: AccrualChartProps['accrual'], until: string): readonly Point[] {
  const [first] = byMonth;
  const start = first === undefined ? [] : [{ at: new Date(`${first.month}-01T00:00:00Z`), count: 0 }];
  const months = byMonth.map(({ month, cumulative }) => ({ at: endOf(month), count: cumulative }));
  const last = months.at(-1);
  const end = new Date(until);
  return [...start, ...months, ...(last !== undefined && end > last.at ? [{ at: end, count: last.count }] : [])];
}

function targetsOf(targets: AccrualChartProps['targets'], until: string): readonly Point[] {
  const points = targets.map(({ from, target }) => ({ at: new Date(from), count: target }));
  const last = points.at(-1);
  return last === undefined ? [] : [...points, { at: new Date(until), count: last.count }];
}

function endOf(month: string): Date {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1));
}

function earliest(points: readonly Point[]): Date {
  return new Date(Math.min(...points.map(({ at }) => at.getTime())));
}

function latest(points: readonly Point[]): Date {
  return new Date(Math.max(...points.map(({ at }) => at.getTime())));
}

function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}
