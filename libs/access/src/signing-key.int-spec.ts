import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOrCreateSigningKey, type SigningKey, SigningKeyRefused } from './signing-key.js';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bali-keys-'));
  path = join(directory, 'keys', 'access-token.jwk');
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const load = () => loadOrCreateSigningKey(path, randomBytes);
const publicOf = (key: SigningKey) => key.publicKey.export({ format: 'jwk' }).x;
const modeOf = async (place: string) => (await stat(place)).mode & 0o777;

async function store(text: string, mode = 0o600): Promise<void> {
  await mkdir(join(directory, 'keys'), { mode: 0o700, recursive: true });
  await writeFile(path, text, { mode });
}

describe('loadOrCreateSigningKey', () => {
  it('[P11-10d] makes a key that only its owner can read, and finds it again', async () => {
    const made = await load();
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(join(directory, 'keys'))).toBe(0o700);
    expect(publicOf(await load())).toBe(publicOf(made));
    expect(await readdir(join(directory, 'keys'))).toEqual(['access-token.jwk']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
  });

  it('gives everyone who starts at once the same key', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, load));
    expect(new Set(keys.map(publicOf)).size).toBe(1);
    expect(await readdir(join(directory, 'keys'))).toEqual(['access-token.jwk']);
  });

  it('[P11-10d] refuses a key that others can read, or a directory that they can enter', async () => {
    await load();
    await chmod(path, 0o640);
    await expect(load()).rejects.toThrow(`${path} can be read by others: its mode must be 0600`);
    await chmod(path, 0o600);
    await chmod(join(directory, 'keys'), 0o755);
    await expect(load()).rejects.toThrow('its mode must be 0700');
  });

  it.each([
    ['is empty', ''],
    ['is cut', '{"kty":"OKP","crv":"Ed25519","d":"MTIzNDU2'],
    ['holds another kind of key', '{"kty":"oct","k":"c2VjcmV0"}'],
    ['holds a public key only', '{"kty":"OKP","crv":"Ed25519","x":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w"}'],
    ['holds no JSON', 'secret'],
  ])('refuses a file that %s, keeps it, and quotes nothing of it', async (_, text) => {
    await store(text);
    const error: unknown = await load().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SigningKeyRefused);
    expect(String(error)).toBe(`SigningKeyRefused: ${path} holds no Ed25519 private key as a JSON Web Key`);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('refuses a file that is too large, a link, and a directory', async () => {
    await store('x'.repeat(5000));
    await expect(load()).rejects.toThrow('is too large to be a key');
    await rm(path);
    await symlink('/dev/null', path);
    await expect(load()).rejects.toThrow('cannot be read (ELOOP)');
    await rm(path);
    await mkdir(path, { mode: 0o700 });
    await expect(load()).rejects.toThrow(`${path} is not a file`);
  });
});
