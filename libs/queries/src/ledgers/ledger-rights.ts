import { type Action, type Person, permits } from '@bali/access';
import type { DisclosureLog } from '@bali/commands';
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

/**
 * Whether a ledger is not for somebody who may read it by their role: an access ledger into which an earlier version wrote of each
 * reading of the unit when it was and of whom, since that follows the arm.
 */
export async function isHeldBack({ role }: Person, ledger: Ledger, disclosures: DisclosureLog): Promise<boolean> {
  if (ledger !== 'access' || permits(role, 'inspect-sealed-ledger') || permits(role, 'manage-accounts')) return false;
  return disclosures.hasReadingsOfBefore();
}

/** As {@link requireWholeLedger}, and refuses what {@link isHeldBack}. @throws QueryRefused `not-permitted` */
export async function requireReadable(person: Person, ledger: Ledger, disclosures: DisclosureLog): Promise<void> {
  requireWholeLedger(person, ledger);
  if (!(await isHeldBack(person, ledger, disclosures))) return;
  throw new QueryRefused('not-permitted', {
    detail:
      'an earlier version has written into this access ledger when the cell therapy unit read of which patient: an inspector with ' +
      'access to the sealed ledger reads it',
  });
}

/** The ledgers that a person may read whole. */
export function readableLedgers({ role }: Person): readonly Ledger[] {
  return (Object.keys(RIGHTS) as Ledger[]).filter((ledger) => permits(role, RIGHTS[ledger]));
}
