import { dataDirectory, openLedgerToRead, SYSTEM } from '@bali/installation';
import { fingerprintOf, LEDGERS, parseNote, parseVerifierKey, recordOf } from '@bali/ledger';
import { lockPath } from '@bali/log';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandLineRun, playedDemo, runBali, TemporaryDirectory, workADay } from '../../testing/index.js';

/** Where a trial was played; each test works on a copy. */
const played = new TemporaryDirectory();
const places = new TemporaryDirectory();

beforeAll(async () => {
  await playedDemo(join(played.path, 'data'));
});
afterAll(() => {
  played[Symbol.dispose]();
  places[Symbol.dispose]();
});

interface ListedKey {
  readonly verifierKey: string;
  readonly createdAt: string;
  readonly signsUntil?: string;
  readonly signs: boolean;
}

/** An installation, and what operators do with it. */
class Installation {
  readonly path: string;
  readonly environment: NodeJS.ProcessEnv;

  private constructor(path: string) {
    this.path = path;
    this.environment = { BALI_DATA: path };
  }

  static empty(name: string): Installation {
    return new Installation(join(places.path, name));
  }

  static played(name: string): Installation {
    const copy = Installation.empty(name);
    cpSync(join(played.path, 'data'), copy.path, { recursive: true });
    return copy;
  }

  keyFile(name: string): string {
    return join(this.path, 'keys', name);
  }

  keys(...args: readonly string[]): Promise<CommandLineRun> {
    return runBali(['keys', ...args], this.environment);
  }

  async listed(ledger: string): Promise<readonly ListedKey[]> {
    const { exitCode, output } = await this.keys('list', '--ledger', ledger, '--json');
    expect(exitCode).toBe(0);
    return JSON.parse(output) as readonly ListedKey[];
  }

  /** Makes a package of a ledger as it was signed last; that of accesses grows with each. @returns where it is. */
  async exported(ledger: string, name: string): Promise<string> {
    const out = join(places.path, name);
    expect(await runBali(['export', '--ledger', ledger, '--out', out], this.environment)).toMatchObject({
      exitCode: 0,
    });
    return out;
  }

  /** Starts the site API as it is, and does what is due daily, which writes to the sealed ledger; then closes it. */
  workADay(): Promise<void> {
    return workADay(this.path);
  }

  /** The ids of the keys that the records of the sealed ledger are sealed with, in order, each once. */
  async sealedWith(): Promise<readonly string[]> {
    const ledger = await openLedgerToRead(dataDirectory(this.path), 'sealed');
    const ids = new Set<string>();
    for await (const page of ledger.read()) {
      for (const { leaf } of page) {
        const [header = ''] = (recordOf(leaf).data as { sealed: string }).sealed.split('.');
        ids.add((JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { kid: string }).kid);
      }
    }
    await ledger.close();
    return [...ids];
  }
}

const verify = (path: string, ...more: readonly string[]) => runBali(['verify', path, ...more], {});
const isPrivate = (path: string) => (statSync(path).mode & 0o077) === 0;
const REFUSED = { exitCode: 1, output: '' };

describe('bali keys create, list and fingerprint', () => {
  it('make the first keys of logs that have none, for their owner alone, and no others', async () => {
    const installation = Installation.empty('new');
    expect((await installation.keys('list')).output).toBe('There are no signing keys here.\n');
    expect(await installation.keys('fingerprint')).toMatchObject({
      ...REFUSED,
      errors: 'there are no signing keys here\n',
    });
    expect(await installation.keys('create', '--ledger', 'trial')).toMatchObject({ exitCode: 0 });
    const first = readFileSync(installation.keyFile('signing-trial.json'), 'utf8');
    const { output } = await installation.keys('create');
    expect(output).toMatch(/trial has keys already\.\n.*sealed has a key\.\n.*access has a key\.\n/);
    expect(readFileSync(installation.keyFile('signing-trial.json'), 'utf8')).toBe(first);
    for (const ledger of ['trial', 'sealed', 'access'])
      expect(isPrivate(installation.keyFile(`signing-${ledger}.json`))).toBe(true);
  });

  it('show verifier key lines and their fingerprints, and nothing that is private', async () => {
    const installation = Installation.played('shown');
    const [key, ...others] = await installation.listed('trial');
    expect([key?.signs, others]).toEqual([true, []]);
    const { output } = await installation.keys('fingerprint', '--ledger', 'trial');
    const verifier = parseVerifierKey(key!.verifierKey);
    expect(output.split('\n').map((line) => line.trim())).toEqual([
      ...['bali.localhost/NCT00904501/trial', `key ${verifier.id}`, fingerprintOf(verifier), ''],
    ]);
    const text = (await installation.keys('list')).output + (await installation.keys('list', '--json')).output + output;
    const stored = JSON.parse(readFileSync(installation.keyFile('signing-trial.json'), 'utf8')) as {
      keys: { d: string }[];
    };
    for (const { d } of stored.keys) expect(text).not.toContain(d);
  });

  it('make none for a log that was signed with keys that are gone', async () => {
    const installation = Installation.played('gone');
    await installation.exported('trial', 'gone-package');
    rmSync(installation.keyFile('signing-trial.json'));
    const { exitCode, errors } = await installation.keys('create');
    expect([exitCode, errors]).toEqual([1, expect.stringContaining('was signed with keys that are not here')]);
    expect(existsSync(installation.keyFile('signing-trial.json'))).toBe(false);
  });
});

describe('bali keys rotate', () => {
  it('[P11-10a] signs with both keys for a while: packages verify with either, and with the older ones as before', async () => {
    const installation = Installation.played('rotated');
    const before = await installation.exported('access', 'before-rotation');
    expect((await installation.keys('rotate', '--ledger', 'access', '--both-days', '30')).exitCode).toBe(0);
    const [latest, former, ...others] = await installation.listed('access');
    expect([latest?.signs, former?.signs, others]).toEqual([true, true, []]);
    const daysLeft = (Date.parse(former?.signsUntil ?? '') - SYSTEM.now().getTime()) / 86_400_000;
    expect(Math.round(daysLeft)).toBe(30);
    await installation.workADay();
    const after = await installation.exported('access', 'after-rotation');
    const note = readFileSync(join(after, 'checkpoint'), 'utf8');
    expect(parseNote(note).signatures).toHaveLength(2);
    for (const { verifierKey } of [latest!, former!])
      expect(await verify(after, '--key', verifierKey)).toMatchObject({ exitCode: 0 });
    expect(await verify(after, '--older', before, '--key', former!.verifierKey)).toMatchObject({ exitCode: 0 });
    expect(await verify(before, '--key', former!.verifierKey)).toMatchObject({ exitCode: 0 });
    expect(await verify(before, '--key', latest!.verifierKey)).toMatchObject(REFUSED);
    // The next rotation erases what is private of the oldest.
    expect((await installation.keys('rotate', '--ledger', 'access')).exitCode).toBe(0);
    expect((await installation.listed('access')).map(({ signs }) => signs)).toEqual([true, true, false]);
    const stored = JSON.parse(readFileSync(installation.keyFile('signing-access.json'), 'utf8')) as { keys: object[] };
    expect(stored.keys.map((key) => 'd' in key)).toEqual([true, true, false]);
    expect(isPrivate(installation.keyFile('signing-access.json'))).toBe(true);
    await installation.workADay();
    const last = await installation.exported('access', 'after-two-rotations');
    expect(await verify(last, '--key', former!.verifierKey)).toMatchObject(REFUSED);
    expect(await verify(last, '--older', after, '--key', latest!.verifierKey)).toMatchObject({ exitCode: 0 });
    // The other ledgers have the keys that they had.
    expect(await installation.listed('trial')).toHaveLength(1);
  });

  it('signs with the new key alone from then on, where the former was stolen', async () => {
    const installation = Installation.played('stolen');
    const rotated = await installation.keys('rotate', '--ledger', 'access', '--both-days', '0');
    const [latest, former] = await installation.listed('access');
    expect(rotated.output).toContain(latest?.verifierKey);
    expect([latest?.signs, former?.signs]).toEqual([true, false]);
    await installation.workADay();
    const package_ = await installation.exported('access', 'after-theft');
    expect(parseNote(readFileSync(join(package_, 'checkpoint'), 'utf8')).signatures).toHaveLength(1);
    expect(await verify(package_, '--key', latest!.verifierKey)).toMatchObject({ exitCode: 0 });
    expect(await verify(package_, '--key', former!.verifierKey)).toMatchObject(REFUSED);
  });

  it('is refused without keys, with keys that others may read, and where the words are wrong', async () => {
    const nothing = Installation.empty('nothing-to-rotate');
    expect(await nothing.keys('rotate', '--ledger', 'trial')).toMatchObject({
      ...{ ...REFUSED, errors: expect.stringContaining('there are no signing keys at') },
    });
    const installation = Installation.played('readable');
    chmodSync(installation.keyFile('signing-trial.json'), 0o640);
    for (const command of [['list'], ['fingerprint'], ['rotate', '--ledger', 'trial']])
      expect(await installation.keys(...command)).toMatchObject({
        ...{ ...REFUSED, errors: expect.stringMatching(/others may read .*: set its mode to 0600/) },
      });
    await expect(installation.workADay()).rejects.toMatchObject({ code: 'signing-keys-unprotected' });
    for (const words of [
      ['rotate'],
      ['rotate', '--ledger', 'other'],
      ['rotate', '--ledger', 'trial', '--both-days', '-1'],
    ])
      expect(await installation.keys(...words)).toMatchObject({ exitCode: 2 });
  });
});

describe('bali keys rotate-sealing', () => {
  it('[P11-10a] seals with a new key from the next start on; what was sealed before is read as before', async () => {
    const installation = Installation.played('sealing');
    const file = installation.keyFile('sealing.json');
    const before = await installation.sealedWith();
    const { exitCode, output } = await installation.keys('rotate-sealing');
    expect([exitCode, output]).toEqual([
      0,
      expect.stringMatching(/fingerprint [0-9a-f ]+, once every instance is started again/),
    ]);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { keys: { kid: string; k: string }[] };
    expect(kept.keys.map(({ kid }) => kid).slice(1)).toEqual(before);
    for (const { k } of kept.keys) expect(output).not.toContain(k);
    expect(isPrivate(file)).toBe(true);
    await installation.workADay();
    expect(await installation.sealedWith()).toEqual([...before, kept.keys[0]?.kid]);
    for (const ledger of ['trial', 'sealed', 'access'])
      expect(await verify(await installation.exported(ledger, `resealed-${ledger}`))).toMatchObject({ exitCode: 0 });
    // With the former key alone, what was sealed since cannot be read: nothing is begun.
    cpSync(join(played.path, 'data', 'keys', 'sealing.json'), file);
    await expect(installation.workADay()).rejects.toMatchObject({ code: 'sealing-keys-wrong' });
    rmSync(file);
    await expect(installation.workADay()).rejects.toMatchObject({ code: 'sealing-keys-missing' });
    expect(existsSync(file)).toBe(false);
  });

  it('is refused without keys, with keys that others may read, and where they are in the environment', async () => {
    expect(await Installation.empty('nothing-sealed').keys('rotate-sealing')).toMatchObject({
      ...{ ...REFUSED, errors: expect.stringContaining('there are no sealing keys at') },
    });
    const installation = Installation.played('readable-sealing');
    const file = installation.keyFile('sealing.json');
    const set = readFileSync(file, 'utf8');
    const inEnvironment = { ...installation.environment, BALI_SEALING_KEYS: set };
    const refused = await runBali(['keys', 'rotate-sealing'], inEnvironment);
    expect(refused).toMatchObject({ ...REFUSED, errors: expect.stringContaining('are in the environment') });
    chmodSync(file, 0o604);
    expect(await installation.keys('rotate-sealing')).toMatchObject({
      ...{ ...REFUSED, errors: expect.stringContaining('can be read by others than their owner') },
    });
    await expect(installation.workADay()).rejects.toMatchObject({ code: 'sealing-keys-unprotected' });
    expect(readFileSync(file, 'utf8')).toBe(set);
  });
});

describe('bali keys rotate-head', () => {
  it('[P11-10a] seals the heads with a new key, which a running server has to be stopped for', async () => {
    const installation = Installation.played('heads');
    const file = installation.keyFile('installation.json');
    const keysIn = () =>
      (JSON.parse(readFileSync(file, 'utf8')) as { headKeys: { kid: string; k: string }[] }).headKeys;
    const [former] = keysIn();
    const { exitCode, output } = await installation.keys('rotate-head');
    expect([exitCode, output]).toEqual([0, expect.stringContaining('sealed with a new key from now on')]);
    const [newest, second] = keysIn();
    expect(newest?.kid).not.toBe(former?.kid);
    const lastHead = expect.any(Number) as unknown;
    expect(second).toEqual({ ...former, lastHeads: { trial: lastHead, sealed: lastHead, access: lastHead } });
    expect(output).not.toContain(newest?.k);
    expect(isPrivate(file)).toBe(true);
    await installation.workADay();
    for (const ledger of LEDGERS) {
      const store = await openLedgerToRead(dataDirectory(installation.path), ledger);
      await store.close();
      expect([ledger, store.held]).toEqual([ledger, undefined]);
    }
    using _lock = lockPath(join(installation.path, 'log-trial.db'));
    expect(await installation.keys('rotate-head')).toMatchObject({
      ...{ ...REFUSED, errors: expect.stringContaining('is in use by another process, which has to be stopped first') },
    });
    expect(keysIn()).toHaveLength(2);
  });
});
