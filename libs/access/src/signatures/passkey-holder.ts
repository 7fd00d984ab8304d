import type { LedgerRecord } from '@bali/ledger';
import { accountStream } from '../accounts/account-events.js';
import { type AccountState, evolveAccount, initialAccountState, type Passkey } from '../accounts/account-state.js';

/** The passkeys of an account from a moment on. */
interface PasskeysFrom {
  readonly since: string;
  readonly passkeys: readonly Passkey[];
}

/** Whose passkeys were which at any moment: from the records of the access ledger alone, which may come from anywhere. */
export class PasskeyHistory {
  readonly #accounts = new Map<string, AccountState>();
  readonly #changes = new Map<string, PasskeysFrom[]>();
  #until = '';

  /** @param records of the access ledger, in order: each account from its beginning. */
  constructor(records: Iterable<LedgerRecord> = []) {
    for (const record of records) this.add(record);
  }

  /** When the last record was made; empty before the first one. Of what came later, nothing is known. */
  get until(): string {
    return this.#until;
  }

  /** Takes the next record of the ledger. */
  add(record: LedgerRecord): void {
    const { stream, metadata } = record;
    this.#until = metadata.recordedAt;
    if (!stream.startsWith(accountStream(''))) return;
    const before = this.#accounts.get(stream) ?? initialAccountState;
    const after = evolveAccount(before, record);
    this.#accounts.set(stream, after);
    if (after.passkeys === before.passkeys) return;
    const changes = this.#changes.get(stream) ?? [];
    this.#changes.set(stream, [...changes, { since: metadata.recordedAt, passkeys: after.passkeys }]);
  }

  /** Those that a person could sign with at a moment. */
  at(userId: string, moment: string): readonly Passkey[] {
    return this.#changes.get(accountStream(userId))?.findLast(({ since }) => since <= moment)?.passkeys ?? [];
  }
}

/**
 * Whether the passkey that signed a record was the signer's at that moment, and not revoked. With `verifySignature` it shows that
 * nobody but the holder of that key made the signature.
 */
export function isPasskeyOfSigner(record: LedgerRecord, history: PasskeyHistory): boolean {
  const { actor, signature } = record.metadata;
  if (signature?.assertion === undefined) return false;
  const { assertion, signedAt } = signature;
  return history
    .at(actor.userId, signedAt)
    .some(
      ({ credential, publicKey, algorithm }) =>
        credential === assertion.credential && publicKey === assertion.publicKey && algorithm === assertion.algorithm,
    );
}
