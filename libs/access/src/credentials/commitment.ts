import { canonicalJson, sha256Hex } from '@bali/ledger';
import type { CredentialKind } from './credentials-set.js';

/** What a verifier is for. One that was made for one thing is none for another. */
export type VerifierPurpose = CredentialKind | 'session';

/** What somebody's credential is compared with, as it is kept in the credentials file. */
export interface Verifier {
  /** Of a device and of a recovery code, nothing is kept but the commitment itself. */
  readonly purpose: VerifierPurpose | 'device' | 'recovery-code';
  /** Whose it is. */
  readonly user: string;
  /**
   * Of a password, the argon2id text with its salt; of one-time codes, their secret in lower-case hex; of a session or
   * a device, the hash of its token; of a recovery code, its signs. Each holds at least 128 random bits that are in no ledger, so that a commitment to it tells nothing.
   */
  readonly verifier: string;
}

/**
 * What an event says of the credential that it sets: SHA-256 over the canonical JSON of the verifier, its purpose and its
 * holder. Whoever writes another verifier into the credentials file cannot make it fit the event.
 */
export function commitmentTo({ purpose, user, verifier }: Verifier): string {
  return sha256Hex(canonicalJson({ purpose, user, verifier }));
}
