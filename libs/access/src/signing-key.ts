import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A pair of Ed25519 keys. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A key file that cannot be used, and what is wrong with it. Nothing of the key is in it. */
export class SigningKeyRefused extends Error {
  readonly path: string;

  constructor(path: string, rule: string, options?: ErrorOptions) {
    super(`${path} ${rule}`, options);
    this.name = 'SigningKeyRefused';
    this.path = path;
  }
}

const OTHERS = 0o077;
const MAX_KEY_FILE_BYTES = 4096;
/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 random bytes: the private key itself (RFC 8032). */
export function signingKeyOf(seed: Uint8Array): SigningKey {
  if (seed.byteLength !== 32) throw new RangeError('an Ed25519 key needs a seed of 32 bytes');
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/**
 * The key in a file; if there is none yet, a new one, which is then durable. Two processes that start at once get the
 * same key.
 *
 * The file holds a JSON Web Key and is made with mode 0600, its directory, if missing, with 0700.
 * @param randomBytes strong randomness.
 * @throws SigningKeyRefused when others than the owner may read the file or enter its directory, or when the file holds
 *   no Ed25519 private key. A broken file is never replaced: tokens or signatures may depend on the key that it held.
 */
export async function loadOrCreateSigningKey(
  path: string,
  randomBytes: (size: number) => Uint8Array,
): Promise<SigningKey> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (((await stat(directory)).mode & OTHERS) !== 0) {
    throw new SigningKeyRefused(directory, 'can be entered by others than its owner: its mode must be 0700');
  }
  const stored = await load(path);
  if (stored !== undefined) return stored;
  await create(path, signingKeyOf(randomBytes(32)), Buffer.from(randomBytes(8)).toString('hex'));
  const created = await load(path);
  if (created === undefined) throw new SigningKeyRefused(path, 'disappeared while it was made');
  return created;
}

async function load(path: string): Promise<SigningKey | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new SigningKeyRefused(path, `cannot be read (${codeOf(error)})`);
  });
  if (file === undefined) return undefined;
  try {
    const found = await file.stat();
    const { mode, size } = found;
    if (!found.isFile()) throw new SigningKeyRefused(path, 'is not a file');
    if ((mode & OTHERS) !== 0) throw new SigningKeyRefused(path, 'can be read by others: its mode must be 0600');
    if (size > MAX_KEY_FILE_BYTES) throw new SigningKeyRefused(path, 'is too large to be a key');
    return parse(path, await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

function parse(path: string, text: string): SigningKey {
  try {
    const privateKey = createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' });
    if (privateKey.asymmetricKeyType === 'ed25519') return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch {
    // The error may quote what the file holds, so it goes no further.
  }
  throw new SigningKeyRefused(path, 'holds no Ed25519 private key as a JSON Web Key');
}

/** Under a name of its own first, then linked: whoever looks sees the whole key or none, and the first one stays. */
async function create(path: string, { privateKey }: SigningKey, suffix: string): Promise<void> {
  const draft = `${path}.${suffix}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(privateKey.export({ format: 'jwk' }))}\n`);
    await file.sync();
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  const directory = await open(dirname(path));
  await directory.sync().finally(() => directory.close());
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
