import type { LedgerRecord } from '@bali/ledger';
import { accountStream } from '../accounts/account-events.js';
import { evolveAccount, initialAccountState } from '../accounts/account-state.js';

/**
 * Whether the passkey that signed a record was the signer's at that moment, and not revoked: from records alone, which
 * may come from anywhere. With `verifySignature` it shows that nobody but the holder of that key made the signature.
 * @param accessRecords of the access ledger, in order: at least the signer's account, from its beginning.
 */
export function isPasskeyOfSigner(record: LedgerRecord, accessRecords: readonly LedgerRecord[]): boolean {
  const { actor, signature } = record.metadata;
  if (signature?.assertion === undefined) return false;
  const { assertion, signedAt } = signature;
  const { passkeys } = accessRecords
    .filter(({ stream, metadata }) => stream === accountStream(actor.userId) && metadata.recordedAt <= signedAt)
    .reduce(evolveAccount, initialAccountState);
  return passkeys.some(
    ({ credential, publicKey, algorithm }) =>
      credential === assertion.credential && publicKey === assertion.publicKey && algorithm === assertion.algorithm,
  );
}
