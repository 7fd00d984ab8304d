import {
  accountStream,
  type AccountState,
  bindCredentials,
  commitmentTo,
  type Credential,
  latestStep,
  type Person,
  actorOf,
  unboundCredentials,
} from '@bali/access';
import { toHex } from '@bali/ledger';
import type { CredentialStore } from '../credentials/credential-store.js';
import type { OneTimeCodeSecret } from '../credentials/one-time-code-rows.js';
import type { Turns } from '../sessions/turns.js';
import type { AccountRecorder, Asking } from './account-recorder.js';

export interface CredentialBindingOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly turns: Turns;
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
    const { store, recorder } = this.#options;
    const { userId = '' } = account;
    const now = recorder.now();
    return unboundCredentials(account).flatMap((credential): readonly Kept[] => {
      if (credential.kind === 'one-time-code') {
        const code = store.codes.of(userId, credential, now);
        // Which code was accepted last, nothing says that can be believed: none of before is.
        return code === undefined ? [] : [{ credential, code: { ...code, lastStep: latestStep(now) } }];
      }
      const hash = store.passwordHash(userId, credential);
      return hash === undefined ? [] : [{ credential, hash }];
    });
  }

  #keep(userId: string, event: string, kept: Kept): void {
    const { store } = this.#options;
    if ('hash' in kept) store.keepPasswordHash(event, userId, kept.hash);
    else store.codes.keep(event, userId, kept.code);
  }
}

function commitmentOf(user: string, kept: Kept): string {
  const verifier = 'hash' in kept ? kept.hash : toHex(kept.code.secret);
  return commitmentTo({ purpose: kept.credential.kind, user, verifier });
}
