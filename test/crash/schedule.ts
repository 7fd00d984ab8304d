import type { Ledger } from '@bali/ledger';
import { seeded } from '../bench/arms/difference.js';

/** A server at work is killed once a ledger has grown so far, in parts of what it will hold in the end. */
export interface KillAtWork {
  readonly during: 'work' | 'back-up' | 'export';
  readonly ledger: Ledger;
  readonly part: number;
}

/** A process is killed so long after it was started, wherever it is then. */
export interface KillInTime {
  readonly during: 'start' | 'rebuild';
  readonly afterMs: number;
}

export type Kill = KillAtWork | KillInTime;

const LONGEST_START_MS = 2_500;
const WATCHED: readonly Ledger[] = ['trial', 'trial', 'trial', 'sealed', 'access'];

/** The kills of a trial, in their order: each of those at work comes later than the one before. The same seed gives the same ones. */
export function scheduleOf(seed: number, kills: number): readonly Kill[] {
  const random = seeded(seed);
  const oneOf = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const parts = Array.from({ length: kills }, random).toSorted((one, other) => one - other);
  return parts.map((part) => {
    const what = random();
    const afterMs = Math.floor(random() * LONGEST_START_MS);
    const ledger = oneOf(WATCHED) ?? 'trial';
    if (what < 0.2) return { during: 'start', afterMs };
    if (what < 0.3) return { during: 'rebuild', afterMs };
    if (what < 0.4) return { during: 'back-up', ledger, part };
    return { during: what < 0.5 ? 'export' : 'work', ledger, part };
  });
}
