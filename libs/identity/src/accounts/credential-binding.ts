import {
  accountStream,
  type AccountState,
  bindCredentials,
  commitmentTo,
  type Credential,
  type Person,
  actorOf,
  unboundCredentials,
} from '@bali/access';
import { toHex } from '@bali/ledger';
import type { CredentialStore, OneTimeCodeSecret } from '../credentials/credential-store.js';
import type { Turns } from '../sessions/turns.js';
import type { AccountRecorder, Asking } from './account-recorder.js';

export interface CredentialBindingOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly turns: Turns;
}

/** An account that lets nobody in, since something that it has was set before there were commitments. */
export interface UnboundAccount {
  readonly userId: string;
  readonly name: string;
  readonly organisation: string;
  readonly credentials: readonly Credential[];
}

/** A credential as the credentials file has it now. */
type Kept =
  | { readonly credential: Credential; readonly hash: string }
  | { readonly credential: Credential; readonly code: OneTimeCodeSecret };

/**
 * Binds what was set before there were commitments. It commits to what the credentials file holds now, whoever wrote it
 * there: only an operator who has the keys, and who trusts the file, may ask for it.
 */
export class CredentialBinding {
  readonly #options: CredentialBindingOptions;

  constructor(options: CredentialBindingOptions) {
    this.#options = options;
  }

  /** Every account that has to be bound or recovered before its holder can sign in, by identifier. */
  async unbound(): Promise<readonly UnboundAccount[]> {
    const accounts = await this.#options.recorder.directory.accounts();
    return accounts
      .filter(({ deactivatedAt }) => deactivatedAt === undefined)
      .map((account) => ({ ...account, credentials: unboundCredentials(account) }))
      .filter(({ credentials }) => credentials.length > 0)
      .map(({ userId, name, organisation, credentials }) => ({ userId, name, organisation, credentials }));
  }

  /**
   * Binds every credential of an account that is not bound, in one command.
   * @returns how many were bound.
   * @throws AccountCommandRefused when there is no such account, or its credentials are not in the file.
   */
  bind(operator: Person, userId: string, asking: Asking): Promise<number> {
    const { recorder, store, turns } = this.#options;
    return turns.take(userId, async () => {
      const kept = this.#keptOf(await recorder.directory.account(userId));
      const found = kept.map((it) => ({ credential: it.credential, commitment: commitmentOf(userId, it) }));
      const { events } = await recorder.record({
        stream: accountStream(userId),
        asking,
        actor: actorOf(operator),
        decide: (state) => bindCredentials(found, state),
        keep: (event, id) => {
          if (event.type !== 'CredentialBound') return;
          const bound = kept.find(({ credential }) => credential.event === event.data.credential);
          if (bound !== undefined) this.#keep(userId, id, bound);
        },
      });
      store.keepOnly(userId, await recorder.directory.account(userId));
      return events.length;
    });
  }

  #keptOf(account: AccountState): readonly Kept[] {
    const { store } = this.#options;
    const { userId = '' } = account;
    return unboundCredentials(account).flatMap((credential): readonly Kept[] => {
      if (credential.kind === 'one-time-code') {
        const code = store.oneTimeCode(userId, credential);
        return code === undefined ? [] : [{ credential, code }];
      }
      const hash = store.passwordHash(userId, credential);
      return hash === undefined ? [] : [{ credential, hash }];
    });
  }

  #keep(userId: string, event: string, kept: Kept): void {
    const { store } = this.#options;
    if ('hash' in kept) store.keepPasswordHash(event, userId, kept.hash);
    else store.keepOneTimeCode(event, userId, kept.code);
  }
}

function commitmentOf(user: string, kept: Kept): string {
  const verifier = 'hash' in kept ? kept.hash : toHex(kept.code.secret);
  return commitmentTo({ purpose: kept.credential.kind, user, verifier });
}
