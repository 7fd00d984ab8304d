import type { StatisticsView } from '@bali/queries';
import { scaleLinear } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';

type GroupSurvival = StatisticsView['report']['primary']['groups'][number];

export interface SurvivalChartProps {
  readonly title: string;
  readonly groups: readonly GroupSurvival[];
  /** What the horizontal axis counts. */
  readonly days: string;
}

const SIZE = { width: 640, height: 300, top: 12, right: 16, bottom: 40, left: 48 } as const;
const LAST_DAY = 184;

interface Point {
  readonly day: number;
  readonly share: number;
}

/** Kaplan–Meier curves from 0 to 100 %: groups differ by their dashes, not by their colour alone. */
export function SurvivalChart({ title, groups, days }: SurvivalChartProps) {
  const x = scaleLinear()
    .domain([0, LAST_DAY])
    .range([SIZE.left, SIZE.width - SIZE.right]);
  const y = scaleLinear()
    .domain([0, 1])
    .range([SIZE.height - SIZE.bottom, SIZE.top]);
  const steps = line<Point>()
    .x(({ day }) => x(day))
    .y(({ share }) => y(share))
    .curve(curveStepAfter);
  return (
    <svg class="chart" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={title}>
      <g class="axis">
        {y.ticks(5).map((tick) => (
          <g key={tick}>
            <line x1={SIZE.left} x2={SIZE.width - SIZE.right} y1={y(tick)} y2={y(tick)} />
            <text x={SIZE.left - 6} y={y(tick) + 4} text-anchor="end">
              {`${Math.round(tick * 100)} %`}
            </text>
          </g>
        ))}
        {[0, 30, 60, 90, 120, 150, 180].map((day) => (
          <text key={day} x={x(day)} y={SIZE.height - 22} text-anchor="middle">
            {day}
          </text>
        ))}
        <text x={(SIZE.left + SIZE.width - SIZE.right) / 2} y={SIZE.height - 5} text-anchor="middle">
          {days}
        </text>
      </g>
      {groups.map((group, at) => (
        <path key={group.group} class={`curve curve-${at}`} d={steps(pointsOf(group)) ?? ''} />
      ))}
    </svg>
  );
}

/** From everybody at the beginning to the last share that could be estimated. */
function pointsOf({ curve }: GroupSurvival): readonly Point[] {
  const points = curve.flatMap(({ time, estimate }) =>
    typeof estimate === 'number' && time <= LAST_DAY ? [{ day: time, share: estimate }] : [],
  );
  const last = points.at(-1);
  return [{ day: 0, share: 1 }, ...points, ...(last === undefined ? [] : [{ day: LAST_DAY, share: last.share }])];
}
