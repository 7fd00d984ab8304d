import { syncToDisk } from '@bali/event-store';
import { Buffer } from 'node:buffer';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SealingKeysRefused } from './errors.js';
import { SEALING_KEY_BYTES, sealingKey, SealingKeys } from './sealing-keys.js';

/** Where sealing keys come from: a file, or the environment. */
export type SealingKeysSource = { readonly path: string } | { readonly jwkSet: string };

/** Group and others. */
const ANYBODY_ELSE = 0o077;

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
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const made = `${path}.${process.pid}.new`;
  writeKeys(made, [key]);
  try {
    // Unlike renaming, this fails where another instance was quicker.
    linkSync(made, path);
    // A key that is sealed with must survive a power cut: its file's name, too.
    syncToDisk(dirname(path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(made);
  }
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
  const next = `${path}.${process.pid}.new`;
  writeKeys(next, [key, ...former]);
  renameSync(next, path);
  syncToDisk(dirname(path));
  return new SealingKeys([key, ...former]);
}

function keysIn(source: SealingKeysSource): readonly Uint8Array[] | undefined {
  if ('jwkSet' in source) return keysOfSet(source.jwkSet, 'the sealing keys of the environment');
  const text = readProtected(source.path);
  return text === undefined ? undefined : keysOfSet(text, `the sealing keys at ${source.path}`);
}

function readProtected(path: string): string | undefined {
  try {
    const { mode } = statSync(path);
    if ((mode & ANYBODY_ELSE) !== 0) {
      const message = `the sealing keys at ${path} can be read by others than their owner: set the mode to 0600`;
      throw new SealingKeysRefused('sealing-keys-unprotected', message);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SealingKeysRefused) throw error;
    const message = `the sealing keys at ${path} cannot be read`;
    throw new SealingKeysRefused('sealing-keys-missing', message, { cause: error });
  }
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

function writeKeys(path: string, keys: readonly Uint8Array[]): void {
  const set = keys.map((key) => ({
    kty: 'oct',
    kid: sealingKey(key).kid,
    use: 'enc',
    enc: 'A256GCM',
    k: Buffer.from(key).toString('base64url'),
  }));
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify({ keys: set }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
