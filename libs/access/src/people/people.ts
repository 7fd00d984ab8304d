import type { LedgerRecord } from '@bali/ledger';
import type { Instant } from '@bali/protocol';
import { SYSTEM_ACTOR } from '../person.js';

/**
 * Who vouches for whom: what the access ledger says of the person behind an account, and what stands in no state of one account
 * alone.
 */
export interface Holder {
  /** The accounts of those who verified the person's identity; {@link INSTALLATION}: whoever has the keys of the installation did. */
  readonly verifiedBy: readonly string[];
  /** When new credentials were last asked for. */
  readonly recoveryRequestedAt?: Instant;
}

/** Who stands in the record of what is done with the keys of the installation at hand: the first start, and an operator. */
export const INSTALLATION = SYSTEM_ACTOR.userId;

/** The holders of all accounts, by the account. */
export type People = ReadonlyMap<string, Holder>;

const NOBODY: Holder = { verifiedBy: [] };
const ACCOUNT = 'account-';

export function holderOf(people: People, userId: string): Holder {
  return people.get(userId) ?? NOBODY;
}

/** What is known of the holders after one more event. */
export function evolvePeople(people: People, { type, stream, metadata }: LedgerRecord): People {
  if (!stream.startsWith(ACCOUNT)) return people;
  const userId = stream.slice(ACCOUNT.length);
  const holder = holderOf(people, userId);
  if (type === 'IdentityVerified') {
    const verifiedBy = [...new Set([...holder.verifiedBy, metadata.actor.userId])];
    return new Map(people).set(userId, { ...holder, verifiedBy });
  }
  if (type !== 'RecoveryRequested') return people;
  return new Map(people).set(userId, { ...holder, recoveryRequestedAt: metadata.recordedAt });
}
