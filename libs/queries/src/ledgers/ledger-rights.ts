import { type Action, type Person, permits } from '@bali/access';
import type { Ledger } from '@bali/ledger';
import { QueryRefused } from '../query-refused.js';

const RIGHTS = {
  trial: 'inspect-trial-ledger',
  sealed: 'inspect-sealed-ledger',
  access: 'inspect-access-ledger',
} as const satisfies Record<Ledger, Action>;

/** Refuses a person who may not read this ledger whole. @throws QueryRefused `not-permitted` */
export function requireWholeLedger({ role }: Person, ledger: Ledger): void {
  if (permits(role, RIGHTS[ledger])) return;
  throw new QueryRefused('not-permitted', { detail: `nobody in this role reads the ledger ${ledger} whole` });
}

/** The ledgers that a person may read whole. */
export function readableLedgers({ role }: Person): readonly Ledger[] {
  return (Object.keys(RIGHTS) as Ledger[]).filter((ledger) => permits(role, RIGHTS[ledger]));
}
