import { type Action, type Person, permits } from '@bali/access';
import { Problem, PROBLEMS } from '@bali/http';
import type { Ledger } from '@bali/ledger';

const RIGHTS = {
  trial: 'inspect-trial-ledger',
  sealed: 'inspect-sealed-ledger',
  access: 'inspect-access-ledger',
} as const satisfies Record<Ledger, Action>;

/** @throws Problem `not-permitted` when a person may not read this ledger whole. */
export function assertMayRead({ role }: Person, ledger: Ledger): void {
  if (permits(role, RIGHTS[ledger])) return;
  throw new Problem(PROBLEMS['not-permitted'], { detail: `nobody in this role reads the ledger ${ledger} whole` });
}

/** The ledgers that a person may read whole. */
export function readableLedgers({ role }: Person): readonly Ledger[] {
  return (Object.keys(RIGHTS) as Ledger[]).filter((ledger) => permits(role, RIGHTS[ledger]));
}
