import type * as NodeCrypto from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Cryptography, PublicKey, RunningHash } from './cryptography.js';

/** Node's own module, which is asked for where it is needed and never imported: a browser has none. @throws Error there. */
export function nodeCrypto(): typeof NodeCrypto {
  const { process } = globalThis as { readonly process?: Partial<NodeJS.Process> };
  const crypto = process?.getBuiltinModule?.('node:crypto');
  if (crypto === undefined) throw new Error('this is not Node: hand in a cryptography first, with useCryptography');
  return crypto;
}

/** The cryptography of Node: OpenSSL's. */
export function nodeCryptography(): Cryptography {
  const crypto = nodeCrypto();
  const { Buffer } = globalThis;
  return {
    // Through a text of as many characters: memory for a short text costs the engine half of what that for bytes does.
    sha256: (bytes) => Buffer.from(crypto.hash('sha256', bytes, 'binary'), 'binary'),
    sha256Hex: (content) => crypto.hash('sha256', content, 'hex'),
    sha1Hex: (bytes) => crypto.hash('sha1', bytes, 'hex'),
    startSha256: () => startSha256(crypto),
    verifiesEd25519: (publicKey, text, signature) => {
      const x = Buffer.from(publicKey).toString('base64url');
      const key = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      return crypto.verify(null, text, key, signature);
    },
    publicKeyIn: (spki) => publicKeyIn(spki, crypto),
  };
}

function startSha256({ createHash }: typeof NodeCrypto): RunningHash {
  const hash = createHash('sha256');
  return {
    update: (content) => void hash.update(content),
    hex: () => hash.digest('hex'),
  };
}

/**
 * OpenSSL reads one key from several encodings (a hybrid point, unused bits, other parameters): only the one in which it would
 * be written again will do, else a record could be changed and still verify.
 */
function publicKeyIn(spki: Uint8Array, { createPublicKey, verify }: typeof NodeCrypto): PublicKey | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const rewritten = createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
    const algorithm = algorithmOf(key);
    if (algorithm === undefined || !rewritten.export({ format: 'der', type: 'spki' }).equals(spki)) return undefined;
    const digest = algorithm === 'EdDSA' ? null : 'sha256';
    return { algorithm, verifies: (signed, signature) => verify(digest, signed, key, signature) };
  } catch {
    return undefined;
  }
}

function algorithmOf(key: KeyObject): PublicKey['algorithm'] | undefined {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return 'EdDSA';
    case 'ec':
      return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
    case 'rsa':
      return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? 'RS256' : undefined;
    default:
      return undefined;
  }
}
