import type { Cryptography } from '@bali/ledger';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { isRsaSignature, rsaKeyIn } from './rsa.js';

type PublicKey = NonNullable<ReturnType<Cryptography['publicKeyIn']>>;

/** How a SubjectPublicKeyInfo (RFC 5280) of each kind begins: the same bytes in each, in the one way in which it is written. */
const ED25519 = hexToBytes('302a300506032b6570032100');
const P256 = hexToBytes('3059301306072a8648ce3d020106082a8648ce3d030107034200');

const P256_POINT_BYTES = 65;
const ED25519_KEY_BYTES = 32;

/** The key in a SubjectPublicKeyInfo, as `Cryptography` says. Passkeys alone have such keys. */
export function publicKeyIn(spki: Uint8Array): PublicKey | undefined {
  return ed25519In(spki) ?? p256In(spki) ?? rsaIn(spki);
}

function ed25519In(spki: Uint8Array): PublicKey | undefined {
  const key = after(ED25519, spki, ED25519_KEY_BYTES);
  if (key === undefined) return undefined;
  const verifies = (signed: Uint8Array, signature: Uint8Array) =>
    answered(() => ed25519.verify(signature, signed, key, { zip215: false }));
  return { algorithm: 'EdDSA', verifies };
}

function p256In(spki: Uint8Array): PublicKey | undefined {
  const point = after(P256, spki, P256_POINT_BYTES);
  const isOnCurve = point?.[0] === 4 && answered(() => isPoint(point));
  if (point === undefined || !isOnCurve) return undefined;
  // A signature of a passkey is DER; a high s is as good as a low one, as it is for OpenSSL.
  const options = { format: 'der', lowS: false, prehash: true } as const;
  const verifies = (signed: Uint8Array, signature: Uint8Array) =>
    answered(() => p256.verify(signature, signed, point, options));
  return { algorithm: 'ES256', verifies };
}

function rsaIn(spki: Uint8Array): PublicKey | undefined {
  const key = rsaKeyIn(spki);
  if (key === undefined) return undefined;
  return { algorithm: 'RS256', verifies: (signed, signature) => isRsaSignature(key, signed, signature) };
}

/** @throws Error for what is no point of the curve. */
function isPoint(point: Uint8Array): boolean {
  p256.Point.fromBytes(point).assertValidity();
  return true;
}

/** What stands after a beginning, if that is all and has this length. */
function after(beginning: Uint8Array, whole: Uint8Array, length: number): Uint8Array | undefined {
  const isSo = whole.length === beginning.length + length && beginning.every((byte, at) => whole[at] === byte);
  return isSo ? whole.subarray(beginning.length) : undefined;
}

/** What cannot be read is no signature. */
function answered(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
