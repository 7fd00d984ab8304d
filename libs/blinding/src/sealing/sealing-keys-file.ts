import { makeDurably, readProtected, writeDurably } from '@bali/event-store';
import { Buffer } from 'node:buffer';
import { SealingKeysRefused } from './errors.js';
import { SEALING_KEY_BYTES, sealingKey, SealingKeys } from './sealing-keys.js';

/** Where sealing keys come from: a file, or the environment. */
export type SealingKeysSource = { readonly path: string } | { readonly jwkSet: string };

/**
 * The sealing keys of a JWK set (RFC 7517), the current one first; `undefined` when there is no such file.
 * @throws SealingKeysRefused when anybody but its owner may read or write the file, or it is no set of sealing keys.
 */
export function readSealingKeys(source: SealingKeysSource): SealingKeys | undefined {
  const keys = keysIn(source);
  return keys && new SealingKeys(keys);
}

/** Makes the file with a first key, if there is none. @returns whether it was made here. */
export function makeSealingKeysFile(path: string, key: Uint8Array): boolean {
  return makeDurably(path, textOf([key]));
}

/**
 * Puts a new key before those that are in the file: it seals from then on, and the former ones go on opening what they
 * sealed. Running instances read the file when they are started.
 * @throws SealingKeysRefused
 */
export function rotateSealingKeys(path: string, key: Uint8Array): SealingKeys {
  const former = keysIn({ path });
  if (former === undefined)
    throw new SealingKeysRefused('sealing-keys-missing', `there are no sealing keys at ${path}`);
  writeDurably(path, textOf([key, ...former]));
  return new SealingKeys([key, ...former]);
}

function keysIn(source: SealingKeysSource): readonly Uint8Array[] | undefined {
  if ('jwkSet' in source) return keysOfSet(source.jwkSet, 'the sealing keys of the environment');
  const text = textIn(source.path);
  return text === undefined ? undefined : keysOfSet(text, `the sealing keys at ${source.path}`);
}

function textIn(path: string): string | undefined {
  let read: ReturnType<typeof readProtected>;
  try {
    read = readProtected(path);
  } catch (error) {
    const message = `the sealing keys at ${path} cannot be read`;
    throw new SealingKeysRefused('sealing-keys-missing', message, { cause: error });
  }
  if (read !== 'unprotected') return read?.text;
  const message = `the sealing keys at ${path} can be read by others than their owner: set the mode to 0600`;
  throw new SealingKeysRefused('sealing-keys-unprotected', message);
}

interface OctetKey {
  readonly kty?: unknown;
  readonly k?: unknown;
  readonly kid?: unknown;
}

/** A fault is told without its cause: a parser's message quotes what it read. */
function keysOfSet(text: string, what: string): readonly Uint8Array[] {
  const malformed = () => new SealingKeysRefused('sealing-keys-malformed', `${what} are not a JWK set of 256-bit keys`);
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch {
    throw malformed();
  }
  const { keys } = (set ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw malformed();
  return (keys as readonly (OctetKey | null)[]).map((jwk) => {
    const key = Buffer.from(String(jwk?.k), 'base64url');
    if (jwk?.kty !== 'oct' || key.byteLength !== SEALING_KEY_BYTES) throw malformed();
    if (jwk.kid !== sealingKey(key).kid) throw malformed();
    return key;
  });
}

function textOf(keys: readonly Uint8Array[]): string {
  const set = keys.map((key) => ({
    kty: 'oct',
    kid: sealingKey(key).kid,
    use: 'enc',
    enc: 'A256GCM',
    k: Buffer.from(key).toString('base64url'),
  }));
  return `${JSON.stringify({ keys: set }, null, 2)}\n`;
}
