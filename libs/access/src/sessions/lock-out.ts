import type { Instant } from '@bali/protocol';
import type { AccountState } from '../accounts/account-state.js';
import { type AttemptSource, sourceKey } from './attempt-source.js';

/** Number of failures in a row after which nobody gets in from a source for a while. In a session, the session ends. */
export const FAILURES_ALLOWED = 5;
/** Number of failures in an hour, from all sources that are not known, after which none of them is listened to. */
const UNKNOWN_FAILURES_ALLOWED = 30;

const FIRST_LOCK_OUT_MINUTES = 1;
const LONGEST_LOCK_OUT_MINUTES = 60;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Number of sources whose failures are remembered: far more than may fail in a day. */
const SOURCES_REMEMBERED = 1_000;

/** What a source has tried in vain since it last succeeded. */
export interface FailedAttempts {
  readonly failures: number;
  readonly lockedUntil?: Instant;
}

export type AttemptsBySource = Readonly<Record<string, FailedAttempts>>;
type Attempted = Pick<AccountState, 'attempts' | 'unknownFailures' | 'lockedUntil'>;
type Counted = Required<Pick<AccountState, 'attempts' | 'unknownFailures'>>;

/** Why an attempt is refused unseen. No source that is known is refused because of what others have tried. */
export function keptOut(
  { attempts = {}, unknownFailures = [], lockedUntil: formerly }: Attempted,
  source: AttemptSource,
  now: Instant,
): 'locked-out' | 'too-many-attempts' | undefined {
  if (isAfter(attempts[sourceKey(source)]?.lockedUntil, now)) return 'locked-out';
  if (source.device !== undefined) return undefined;
  if (isAfter(formerly, now)) return 'locked-out';
  return withinHour(unknownFailures, now).length >= UNKNOWN_FAILURES_ALLOWED ? 'too-many-attempts' : undefined;
}

/** Until when somebody is kept out of an account, from whatever source; `undefined`: nobody is. */
export function lockedUntil(
  { attempts = {}, unknownFailures = [], lockedUntil: formerly }: Attempted,
  now: Instant,
): Instant | undefined {
  const locks = Object.values(attempts).flatMap(({ lockedUntil: until }) => until ?? []);
  const recent = withinHour(unknownFailures, now);
  const [first] = recent.slice(-UNKNOWN_FAILURES_ALLOWED);
  const full = recent.length < UNKNOWN_FAILURES_ALLOWED || first === undefined ? [] : [later(first, HOUR_MS)];
  return [...locks, ...full, ...(formerly === undefined ? [] : [formerly])]
    .filter((until) => isAfter(until, now))
    .toSorted()
    .at(-1);
}

/** Until when a source is locked out after a number of failures in a row: a minute, doubled with each further one, at most an hour. */
export function lockOutAfter(failures: number, now: Instant): Instant | undefined {
  if (failures < FAILURES_ALLOWED) return undefined;
  const minutes = Math.min(FIRST_LOCK_OUT_MINUTES * 2 ** (failures - FAILURES_ALLOWED), LONGEST_LOCK_OUT_MINUTES);
  return later(now, minutes * MINUTE_MS);
}

/** Counts a failure. */
export function failed(
  { attempts = {}, unknownFailures = [] }: Attempted,
  source: AttemptSource,
  at: Instant,
): Counted {
  const failures = failuresFrom({ attempts }, source) + 1;
  const counted = changed(attempts, source, { failures });
  if (source.device !== undefined) return { attempts: counted, unknownFailures };
  return { attempts: counted, unknownFailures: [...unknownFailures, at].slice(-UNKNOWN_FAILURES_ALLOWED) };
}

export function failuresFrom({ attempts = {} }: Pick<Attempted, 'attempts'>, source: AttemptSource): number {
  return attempts[sourceKey(source)]?.failures ?? 0;
}

/** @param attempt `undefined`: a success, after which nothing is counted any more. */
export function changed(
  attempts: AttemptsBySource | undefined,
  source: AttemptSource,
  attempt: Partial<FailedAttempts> | undefined,
): AttemptsBySource {
  const key = sourceKey(source);
  const { [key]: before = { failures: 0 }, ...others } = attempts ?? {};
  if (attempt === undefined) return others;
  const all = Object.entries({ ...others, [key]: { ...before, ...attempt } });
  return Object.fromEntries(all.slice(-SOURCES_REMEMBERED));
}

function withinHour(times: readonly Instant[], now: Instant): readonly Instant[] {
  return times.filter((time) => isAfter(later(time, HOUR_MS), now));
}

function isAfter(time: Instant | undefined, now: Instant): boolean {
  return time !== undefined && Date.parse(time) > Date.parse(now);
}

function later(time: Instant, ms: number): Instant {
  return new Date(Date.parse(time) + ms).toISOString();
}
