import { Refused } from '@bali/command-line';
import { readProtected } from '@bali/event-store';
import { isKeyName, strictBase64url, type WitnessKey, witnessKey } from '@bali/ledger';
import { createHmac, createPrivateKey, hkdfSync, type KeyObject, sign } from 'node:crypto';

const SEED_BYTES = 32;
/** PKCS #8 of an Ed25519 private key (RFC 8410), up to its 32 bytes. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of a witness, which nobody else has. */
export interface OwnKey {
  readonly key: WitnessKey;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** Binds a text to this key: a state that somebody else wrote, or that belongs to another key, does not fit. */
  readonly seal: (text: string) => string;
}

/** The file of a key. */
export function keyFileOf(name: string, seed: Uint8Array): string {
  return `${JSON.stringify({ witness: name, seed: Buffer.from(seed).toString('base64url') }, null, 2)}\n`;
}

export function ownKey(name: string, seed: Uint8Array): OwnKey {
  const privateKey: KeyObject = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = privateKey.export({ format: 'jwk' });
  const sealing = Buffer.from(hkdfSync('sha256', seed, '', 'bali witness state', SEED_BYTES));
  return {
    key: witnessKey(name, strictBase64url(x) ?? new Uint8Array()),
    sign: (bytes) => sign(null, bytes, privateKey),
    seal: (text) => createHmac('sha256', sealing).update(text).digest('hex'),
  };
}

/** Reads the key in a file. @throws Refused */
export function readKey(path: string): OwnKey {
  const found = readProtected(path);
  if (found === undefined)
    throw new Refused(`There is no key of a witness at ${path}: make one with \`bali witness create\``);
  if (found === 'unprotected') throw new Refused(`Others may read ${path}: set its mode to 0600`);
  const { witness, seed } = parsed(found.text, path) as { readonly witness?: unknown; readonly seed?: unknown };
  const bytes = typeof seed === 'string' ? strictBase64url(seed) : undefined;
  if (typeof witness !== 'string' || !isKeyName(witness) || bytes?.byteLength !== SEED_BYTES)
    throw new Refused(`${path} is no key of a witness`);
  return ownKey(witness, bytes);
}

function parsed(text: string, path: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What is no JSON is no key either.
  }
  throw new Refused(`${path} is no key of a witness`);
}
