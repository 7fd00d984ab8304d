import { nodeCryptography } from './node-cryptography.js';

/** A hash that is fed piece by piece. A text is hashed as UTF-8. */
export interface RunningHash {
  update(content: Uint8Array | string): void;
  /** Lower-case hex; asked for once. */
  hex(): string;
}

/** A public key that checks signatures. */
export interface PublicKey {
  /** As JOSE names it: how the key signs. */
  readonly algorithm: 'ES256' | 'EdDSA' | 'RS256';
  readonly verifies: (signed: Uint8Array, signature: Uint8Array) => boolean;
}

/**
 * What this software needs of cryptography, in one place: so that a verifier runs wherever somebody hands this in. Everything
 * answers at once, since hashes are made by the million: a browser's own `crypto.subtle` answers later, and is no such thing.
 */
export interface Cryptography {
  /** SHA-256, 32 raw bytes. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** SHA-256 in lower-case hex. A text is hashed as UTF-8. */
  readonly sha256Hex: (content: Uint8Array | string) => string;
  /** SHA-1 in lower-case hex: for UUIDs by name (RFC 9562), and for nothing else. */
  readonly sha1Hex: (bytes: Uint8Array) => string;
  readonly startSha256: () => RunningHash;
  /** Whether the Ed25519 key of these 32 bytes signed a text (RFC 8032). */
  readonly verifiesEd25519: (publicKey: Uint8Array, text: Uint8Array, signature: Uint8Array) => boolean;
  /**
   * The key in a SubjectPublicKeyInfo (RFC 5280): Ed25519, ECDSA on P-256 with SHA-256, or RSA of 2,048 bits and more with
   * SHA-256. Undefined for every other, and for one that is encoded otherwise than it would be written again.
   */
  readonly publicKeyIn: (spki: Uint8Array) => PublicKey | undefined;
}

let inUse: Cryptography | undefined;

/** On Node this is Node's own, unless another was handed in. @throws Error where there is none. */
export function cryptography(): Cryptography {
  return (inUse ??= nodeCryptography());
}

/** Hands in the cryptography of everything that is done afterwards: asked of an entry point that does not run on Node. */
export function useCryptography(given: Cryptography): void {
  inUse = given;
}
