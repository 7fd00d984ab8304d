import { type AccountState, type Credential, type Delegation, delegationsOn, unboundCredentials } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import type { CalendarDate } from '@bali/protocol';
import { AccountDirectory } from './account-directory.js';

/** A line of the delegation log. */
export interface DelegationLogEntry extends Delegation {
  readonly userId: string;
  readonly name: string;
  readonly organisation: string;
}

/** An account that lets nobody in, since something that it has was set before there were commitments. */
export interface UnboundAccount {
  readonly userId: string;
  readonly name: string;
  readonly organisation: string;
  readonly credentials: readonly Credential[];
}

/** What the access ledger says of the accounts. It needs no credentials, and changes nothing. */
export class AccountReader {
  readonly #directory: AccountDirectory;

  constructor(directory: AccountDirectory) {
    this.#directory = directory;
  }

  static of(accessLedger: EventStore, now: Clock): AccountReader {
    return new AccountReader(new AccountDirectory(accessLedger, now));
  }

  /** All accounts, by identifier. */
  all(): Promise<readonly (AccountState & { readonly userId: string })[]> {
    return this.#directory.accounts();
  }

  /** Who could do what on a day: [R3-438] in the order of accounts, and of their delegations. */
  async delegationLog(on: CalendarDate): Promise<readonly DelegationLogEntry[]> {
    const accounts = await this.all();
    return accounts.flatMap((account) => {
      const { userId, name, organisation } = account;
      return delegationsOn(account, on).map((delegation) => ({ userId, name, organisation, ...delegation }));
    });
  }

  /** Every account that has to be bound or recovered before its holder can sign in, by identifier. */
  async unbound(): Promise<readonly UnboundAccount[]> {
    const accounts = await this.all();
    return accounts
      .filter(({ deactivatedAt }) => deactivatedAt === undefined)
      .map((account) => ({ ...account, credentials: unboundCredentials(account) }))
      .filter(({ credentials }) => credentials.length > 0)
      .map(({ userId, name, organisation, credentials }) => ({ userId, name, organisation, credentials }));
  }
}
