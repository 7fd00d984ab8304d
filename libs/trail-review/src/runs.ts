import type { AsOf, CheckRun, Found, Seen } from './check.js';
import type { Trail } from './trail.js';

/** What a check says of one record: `undefined`, it is none of those that it looks at; `fine`; or what there is to look at. */
export type Look = 'fine' | { readonly note: string; readonly field?: string } | undefined;

/** A check that looks at each record by itself, and at what was before it. */
export function eachRecord(look: (seen: Seen, trail: Trail) => Look): CheckRun {
  const found: Found[] = [];
  return {
    take: (seen, trail) => {
      const said = look(seen, trail);
      if (said !== undefined && said !== 'fine') found.push(trail.pointAt(seen, said.note, said.field));
      return said !== undefined;
    },
    found: () => found,
  };
}

/** A check that says something only of the ledgers as they stand at the end. */
export function atTheEnd(
  isLookedAt: (seen: Seen, trail: Trail) => boolean,
  found: (taken: readonly Seen[], trail: Trail, asOf: AsOf) => readonly Found[],
): CheckRun {
  const taken: Seen[] = [];
  return {
    take: (seen, trail) => {
      const isTaken = isLookedAt(seen, trail);
      if (isTaken) taken.push(seen);
      return isTaken;
    },
    found: (trail, asOf) => found(taken, trail, asOf).toSorted(inOrder),
  };
}

/** The order of the records' times, and of their places where these are the same. */
export function inOrder(one: Found, other: Found): number {
  if (one.recordedAt === other.recordedAt) return one.position - other.position;
  return one.recordedAt < other.recordedAt ? -1 : 1;
}

export interface Burst {
  /** Number of records from which they are a burst. */
  readonly size: number;
  readonly withinMinutes: number;
  /** Those of one key belong together; `undefined`: the record is none of those that are looked at. */
  readonly keyOf: (seen: Seen, trail: Trail) => string | undefined;
  readonly noteOf: (size: number) => string;
  /** Whether these records, which are many in a short time, are pointed at. Default: always. */
  readonly isOne?: (burst: readonly Seen[]) => boolean;
}

/** A check for many records in a short time. It points at the last record of each burst, and says how many there were. */
export function bursts({ size, withinMinutes, keyOf, noteOf, isOne = () => true }: Burst): CheckRun {
  const recent = new Map<string, Seen[]>();
  const found = new Map<string, { readonly points: Found; readonly from: number }>();
  const over: Found[] = [];
  return {
    take: (seen, trail) => {
      const key = keyOf(seen, trail);
      if (key === undefined) return false;
      const at = momentOf(seen);
      const window = [...(recent.get(key) ?? []), seen].filter((one) => at - momentOf(one) <= withinMinutes * 60_000);
      recent.set(key, window);
      const open = found.get(key);
      const first = window[0];
      const goesOn = open !== undefined && first !== undefined && first.position <= open.points.position;
      if (open !== undefined && !goesOn) {
        over.push(open.points);
        found.delete(key);
      }
      if (goesOn || (window.length >= size && isOne(window))) {
        const from = goesOn ? open.from + 1 : window.length;
        found.set(key, { points: trail.pointAt(seen, noteOf(from)), from });
      }
      return true;
    },
    found: () => [...over, ...[...found.values()].map(({ points }) => points)].toSorted(inOrder),
  };
}

function momentOf({ record }: Seen): number {
  return Date.parse(record.metadata.recordedAt);
}

export function isType(seen: Seen, ...types: readonly string[]): boolean {
  return types.includes(seen.record.type);
}

/** The data of a record, field by field. */
export function fieldsOf({ record }: Seen): Readonly<Record<string, unknown>> {
  return record.data as Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;

export function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
