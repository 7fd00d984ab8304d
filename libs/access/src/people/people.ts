import type { LedgerRecord } from '@bali/ledger';
import type { Instant } from '@bali/protocol';
import { SYSTEM_ACTOR } from '../person.js';

/**
 * What the access ledger says of the person behind an account, and what stands in no state of one account alone: who vouches for
 * them, and which other accounts they have or had.
 */
export interface Holder {
  /** The accounts of those who verified the person's identity; {@link INSTALLATION}: whoever has the keys of the installation did. */
  readonly verifiedBy: readonly string[];
  /** When new credentials were last asked for. */
  readonly recoveryRequestedAt?: Instant;
  /** Every account of the person, in order. Absent: this one alone. */
  readonly accounts?: readonly string[];
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

/** Every account of the person who has this one, in order; this one is among them. */
export function accountsOf(people: People, userId: string): readonly string[] {
  return holderOf(people, userId).accounts ?? [userId];
}

/** What is known of the holders after one more event. */
export function evolvePeople(people: People, { type, stream, data, metadata }: LedgerRecord): People {
  if (!stream.startsWith(ACCOUNT)) return people;
  const userId = stream.slice(ACCOUNT.length);
  const holder = holderOf(people, userId);
  switch (type) {
    case 'AccountCreated':
    case 'PersonRecognized': {
      const { samePersonAs } = data as { readonly samePersonAs?: string };
      return samePersonAs === undefined ? people : withOnePerson(people, userId, samePersonAs);
    }
    case 'IdentityVerified': {
      const verifiedBy = [...new Set([...holder.verifiedBy, metadata.actor.userId])];
      return new Map(people).set(userId, { ...holder, verifiedBy });
    }
    case 'RecoveryRequested':
      return new Map(people).set(userId, { ...holder, recoveryRequestedAt: metadata.recordedAt });
    default:
      return people;
  }
}

/** The accounts of both are those of one person from now on: also those that were known to be of either. */
function withOnePerson(people: People, one: string, other: string): People {
  const accounts = [...new Set([...accountsOf(people, one), ...accountsOf(people, other)])].sort();
  const merged = new Map(people);
  for (const account of accounts) merged.set(account, { ...holderOf(people, account), accounts });
  return merged;
}
