import type { Passkey } from '@bali/access';
import { cryptography, toBase64url } from '@bali/ledger';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { createPublicKey, type JsonWebKey } from 'node:crypto';

type CoseKey = Parameters<typeof decodeCredentialPublicKey>[0];
type DecodedKey = ReturnType<typeof decodeCredentialPublicKey>;

/** A public key as it stands in the ledger, out of the COSE form (RFC 9053) in which authenticators give it. */
export function registeredKey(key: CoseKey): Pick<Passkey, 'publicKey' | 'algorithm'> | undefined {
  const jwk = jwkOf(decodeCredentialPublicKey(key));
  if (jwk === undefined) return undefined;
  const spki = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  const known = cryptography().publicKeyIn(spki);
  return known && { publicKey: toBase64url(spki), algorithm: known.algorithm };
}

function jwkOf(key: DecodedKey): JsonWebKey | undefined {
  if (cose.isCOSEPublicKeyEC2(key)) {
    return { kty: 'EC', crv: 'P-256', ...texts({ x: key.get(cose.COSEKEYS.x), y: key.get(cose.COSEKEYS.y) }) };
  }
  if (cose.isCOSEPublicKeyOKP(key)) return { kty: 'OKP', crv: 'Ed25519', ...texts({ x: key.get(cose.COSEKEYS.x) }) };
  if (cose.isCOSEPublicKeyRSA(key)) {
    return { kty: 'RSA', ...texts({ n: key.get(cose.COSEKEYS.n), e: key.get(cose.COSEKEYS.e) }) };
  }
  return undefined;
}

function texts(numbers: Readonly<Record<string, Uint8Array | undefined>>): Record<string, string> {
  const entries = Object.entries(numbers).map(([name, bytes]) => [
    name,
    Buffer.from(bytes ?? []).toString('base64url'),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
