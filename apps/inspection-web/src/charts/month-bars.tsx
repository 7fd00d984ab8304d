import { scaleLinear } from 'd3-scale';

export interface MonthBarsProps {
  /** What is counted, and how much in each month: what a reader hears. */
  readonly label: string;
  readonly months: readonly { readonly month: string; readonly count: number }[];
}

const HEIGHT = 28;
const BAR = 7;

/** A small bar for each month, to see whether something grows. The numbers stand in the table of the check. */
export function MonthBars({ label, months }: MonthBarsProps) {
  const most = Math.max(1, ...months.map(({ count }) => count));
  const y = scaleLinear().domain([0, most]).range([0, HEIGHT]);
  return (
    <svg
      class="month-bars"
      viewBox={`0 0 ${Math.max(1, months.length) * BAR} ${HEIGHT}`}
      width={Math.max(1, months.length) * BAR}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      {months.map(({ month, count }, at) => (
        <rect key={month} x={at * BAR} y={HEIGHT - y(count)} width={BAR - 2} height={y(count)}>
          <title>{`${month}: ${count}`}</title>
        </rect>
      ))}
    </svg>
  );
}
