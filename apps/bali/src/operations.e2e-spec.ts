import type { DemoReport } from '@bali-app/demo';
import { dataDirectory, openLedgerToRead } from '@bali/installation';
import { recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CommandLineRun, playedDemo, runBali, TemporaryDirectory } from '../testing/index.js';

const places = new TemporaryDirectory();
const place = (name: string): string => join(places.path, name);
let demo: DemoReport;

beforeAll(async () => {
  demo = await playedDemo(place('data'));
});

afterAll(() => places[Symbol.dispose]());

/** What an installation in a directory says of its trial. */
async function stateOf(environment: NodeJS.ProcessEnv) {
  const { output } = await runBali(['replay', '--json'], environment);
  const { position, digest } = JSON.parse(output) as { position: number; digest: string };
  return { treeSize: position + 1, digest };
}

/** Appends an event with a head that does not fit, as a person may who can write the file. */
function appendForeign(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(
    "INSERT INTO event SELECT max(position) + 1, 'foreign', 0, 'foreign', 'Foreign', x'7b7d' FROM event; " +
      "INSERT INTO head SELECT max(number) + 1, max(size) + 1, '0123456789abcdef', zeroblob(32) FROM head",
  );
  database.close();
}

describe('bali backup and bali restore', () => {
  it('[R3-433] bring a whole installation back, with the same root and state, and its accounts', async () => {
    const environment = { BALI_DATA: place('data') };
    const made = await runBali(['backup', '--out', place('back-up'), '--json'], environment);
    expect(made).toMatchObject({ exitCode: 0, errors: '' });
    const { treeSize, root } = demo.history;
    expect(JSON.parse(made.output)).toMatchObject({ ledgers: { trial: { treeSize, root } } });
    const restored = { BALI_DATA: place('restored'), BALI_KEYS: join(place('data'), 'keys') };
    const { exitCode, output } = await runBali(['restore', '--from', place('back-up')], restored);
    expect(exitCode).toBe(0);
    expect(output).toContain(root);
    expect(await stateOf(restored)).toEqual({ treeSize, digest: demo.stateDigest });
    const accounts = ['accounts', 'list', '--json'];
    expect((await runBali(accounts, restored)).output).toBe((await runBali(accounts, environment)).output);
  });

  it('copy no keys by default; where asked to, they copy them into a directory of their own, and say so loudly', async () => {
    const environment = { BALI_DATA: place('data') };
    const { output } = await runBali(['backup', '--out', place('without-keys')], environment);
    expect(output).toContain('The keys are not in it');
    expect(readdirSync(place('without-keys')).filter((name) => !/\.db$|SHA256SUMS|back-up\.json/.test(name))).toEqual(
      [],
    );
    const keys = place('keys');
    const told = await runBali(['backup', '--out', place('with-keys'), '--with-keys', keys], environment);
    expect(told.output).toContain('KEYS: whoever has both');
    expect(readdirSync(keys)).toContain('sealing.json');
    for (const name of readdirSync(keys)) expect(statSync(join(keys, name)).mode & 0o077).toBe(0);
    const within = ['backup', '--out', place('b'), '--with-keys', join(place('b'), 'keys')];
    expect(await runBali(within, environment)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('never into the back-up'),
    });
    expect(existsSync(place('b'))).toBe(false);
  });

  it('[P11-10a] verify who signed the checkpoints, with the keys there, those put back, or those given', async () => {
    const data = { BALI_DATA: place('data') };
    const keys = place('copied-keys');
    // A package is of a signed checkpoint.
    await runBali(['export', '--ledger', 'trial', '--out', place('package')], data);
    await runBali(['backup', '--out', place('signed'), '--with-keys', keys], data);
    const restore = (to: string, ...more: readonly string[]) =>
      runBali(['restore', '--from', place('signed'), '--json', ...more], { BALI_DATA: place(to) });
    const nobody = { trial: false, sealed: false, access: false };
    const verified = ({ output }: CommandLineRun) =>
      (JSON.parse(output) as { signaturesVerified: object }).signaturesVerified;
    expect(verified(await restore('without-keys-known'))).toEqual(nobody);
    const putBack = await restore('with-keys-put-back', '--with-keys', keys);
    expect(verified(putBack)).toEqual({ trial: true, sealed: true, access: true });
    // The copied keys unseal what is looked at before they are put back.
    expect(JSON.parse(putBack.output)).toMatchObject({ texts: { sealed: { state: 'whole' } } });
    const list = await runBali(['keys', 'list', '--ledger', 'trial', '--json'], data);
    const [{ verifierKey } = { verifierKey: '' }] = JSON.parse(list.output) as { verifierKey: string }[];
    expect(verified(await restore('with-a-key-given', '--key', verifierKey))).toEqual({ ...nobody, trial: true });
    const told = await runBali(['restore', '--from', place('signed')], { BALI_DATA: place('told') });
    expect(told.output).toContain('SIGNATURES NOT VERIFIED');
    // An installation that has other keys does not take it: nor would it sign on.
    const other = { BALI_DATA: place('other') };
    expect(await runBali(['keys', 'create'], other)).toMatchObject({ exitCode: 0 });
    const refused = await runBali(['restore', '--from', place('signed')], other);
    expect(refused).toMatchObject({ exitCode: 1, errors: expect.stringContaining('(checkpoint-not-verified)') });
    expect(readdirSync(place('other'))).toEqual(['keys']);
  });

  it('[P11-10a] say that what was restored is older than what was written last, and end with 3', async () => {
    const data = { BALI_DATA: place('data') };
    const keys = { BALI_KEYS: place('later-keys') };
    await runBali(['backup', '--out', place('earlier')], data);
    cpSync(join(place('data'), 'keys'), place('later-keys'), { recursive: true });
    cpSync(place('data'), place('later'), { recursive: true });
    // A reading of the delegation log writes nothing; an export is an event of the access ledger.
    await runBali(['export', '--ledger', 'trial', '--out', place('another')], { BALI_DATA: place('later'), ...keys });
    const restored = await runBali(['restore', '--from', place('earlier'), '--json'], {
      BALI_DATA: place('set-back'),
      ...keys,
    });
    expect(JSON.parse(restored.output)).toMatchObject({ held: [{ ledger: 'access', why: 'behind-its-mark' }] });
    expect([restored.exitCode, restored.errors]).toEqual([3, expect.stringContaining('HELD. The back-up is restored')]);
    const decided = ['ledgers', 'accept', '--ledger', 'access', '--reason', 'The disk is lost, and nothing is newer.'];
    const setBack = { BALI_DATA: place('set-back'), ...keys };
    expect(await runBali(decided, setBack)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('The access ledger is used as it was found'),
    });
    expect(await runBali(decided, setBack)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('there is nothing to accept'),
    });
  });

  it('refuse to overwrite anything, and a store that is not the embedded one', async () => {
    const environment = { BALI_DATA: place('data') };
    const restore = await runBali(['restore', '--from', place('back-up')], environment);
    expect(restore).toMatchObject({ exitCode: 1, output: '' });
    expect(restore.errors).toContain('is not empty');
    const cluster = { ...environment, BALI_STORE: 'esdb://127.0.0.1:2113?tls=false' };
    const { exitCode, errors } = await runBali(['backup', '--out', place('c')], cluster);
    expect(exitCode).toBe(1);
    expect(errors).toContain('only the embedded store is backed up by this command');
  });
});

describe('bali migrate', () => {
  it('[EMA-610] copies all three ledgers, and says that they are the same', async () => {
    const places = ['--from', `sqlite:${place('data')}`, '--to', `sqlite:${place('moved')}`];
    const { exitCode, output } = await runBali(['migrate', ...places, '--json'], {});
    expect(exitCode).toBe(0);
    const { treeSize, root } = demo.history;
    expect(JSON.parse(output)).toMatchObject({
      ledgers: {
        trial: { treeSize, root, copied: treeSize, stateDigest: demo.stateDigest },
        sealed: { root: expect.any(String) },
        access: { root: expect.any(String) },
      },
    });
    const again = await runBali(['migrate', ...places], {});
    expect(again.output).toContain('are the same in both (0 events copied now)');
    expect(await stateOf({ BALI_DATA: place('moved') })).toEqual({ treeSize, digest: demo.stateDigest });
  });

  it('[EMA-610] copies of a ledger that is held what is verified of it, if a person has decided so, and keeps the reason', async () => {
    cpSync(place('data'), place('held'), { recursive: true });
    appendForeign(join(place('held'), 'trial.db'));
    const places = ['--from', `sqlite:${place('held')}`, '--to', `sqlite:${place('rescued')}`];
    const refused = await runBali(['migrate', ...places], {});
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('The trial ledger is held')]);
    const reason = 'A foreign event was appended; decided by two people.';
    const { exitCode, output } = await runBali(['migrate', ...places, '--held-as-verified', reason], {});
    expect([exitCode, output]).toEqual([0, expect.stringContaining('trial: THE SOURCE IS HELD (head-does-not-fit)')]);
    const { treeSize } = demo.history;
    expect(await stateOf({ BALI_DATA: place('rescued') })).toEqual({ treeSize, digest: demo.stateDigest });
    const access = await openLedgerToRead(dataDirectory(place('rescued')), 'access');
    const [{ leaf } = { leaf: new Uint8Array() }] = await access.readStream('ledgers');
    const { data, metadata } = recordOf(leaf);
    expect(data).toEqual({ ledger: 'trial', why: 'head-does-not-fit' });
    const { authentic } = await access.readTexts([metadata.reason ?? '']);
    expect([...authentic.values()].map(({ text }) => text)).toEqual([reason]);
    await access.close();
  });

  it('takes a place from the environment, and quotes no place that it does not understand', async () => {
    const from = `sqlite:${place('data')}`;
    const migrate = (to: string) => runBali(['migrate', '--from', 'OLD', '--to', to], { OLD: from });
    expect(await migrate(`sqlite:${place('moved')}`)).toMatchObject({ exitCode: 0 });
    const { exitCode, errors } = await migrate('mysql://root:secret@db');
    expect(exitCode).toBe(2);
    expect(errors).toContain("option '--to' must be sqlite:DIRECTORY");
    expect(errors).not.toContain('secret');
  });
});
