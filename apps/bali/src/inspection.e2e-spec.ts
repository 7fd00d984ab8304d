import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { playedDemo, runBali, TemporaryDirectory, workADay } from '../testing/index.js';

const data = new TemporaryDirectory();
const packages = new TemporaryDirectory();
const environment = { BALI_DATA: data.path };
const at = (name: string) => join(packages.path, name);
let stateDigest: string;

beforeAll(async () => {
  ({ stateDigest } = await playedDemo(data.path));
});
afterAll(() => {
  data[Symbol.dispose]();
  packages[Symbol.dispose]();
});

const exported = (...args: readonly string[]) => runBali(['export', ...args, '--json'], environment);

describe('bali export, verify and replay', () => {
  it.each(['package', 'package.zip'])(
    '[P11-10b] [EMA-612] make a package (%s), verify it offline, and replay it to the live state',
    async (name) => {
      const { exitCode, output, errors } = await exported('--out', at(name), '--reason', 'a test');
      expect([exitCode, errors]).toEqual([0, '']);
      const manifest = JSON.parse(output) as { treeSize: number; root: string; stateDigest: string };
      expect(manifest.stateDigest).toBe(stateDigest);
      const key = readFileSync(at('package/verifier-keys.txt'), 'utf8').trimEnd();
      const verified = await runBali(['verify', at(name), '--key', key, '--json'], {});
      expect([verified.exitCode, verified.errors]).toEqual([0, '']);
      expect(JSON.parse(verified.output)).toMatchObject({ verified: true, root: manifest.root, keyWasGiven: true });
      const replayed = await runBali(['replay', at(name), '--json'], {});
      expect(JSON.parse(replayed.output)).toMatchObject({ position: manifest.treeSize - 1, digest: stateDigest });
    },
  );

  it('[EMA-66] verify the daily anchors of the trial ledger against packages of the two others', async () => {
    using anchored = new TemporaryDirectory();
    cpSync(data.path, anchored.path, { recursive: true });
    await workADay(anchored.path);
    for (const ledger of ['trial', 'sealed', 'access']) {
      const args = ['export', '--ledger', ledger, '--out', at(`anchored-${ledger}`), '--json'];
      expect((await runBali(args, { BALI_DATA: anchored.path })).errors).toBe('');
    }
    const others = ['--sealed', at('anchored-sealed'), '--access', at('anchored-access')];
    const verified = await runBali(['verify', at('anchored-trial'), ...others, '--json'], {});
    const { anchors } = JSON.parse(verified.output) as { anchors: { anchors: number; ofBoth: number } };
    expect([verified.exitCode, anchors]).toEqual([0, expect.objectContaining({ anchors: 1, ofBoth: 1 })]);
    const wrong = await runBali(['verify', at('anchored-trial'), '--sealed', at('anchored-access')], {});
    expect([wrong.exitCode, wrong.errors]).toEqual([1, expect.stringContaining('another ledger')]);
  });

  it('[EMA-612] [P11-10b] export the data as of any event, with the same bytes from the ledger and from a package', async () => {
    const asOf = ['--as', 'csv', '--position', '90'];
    const made = await exported(...asOf, '--out', at('one.zip'));
    expect([made.exitCode, made.errors]).toEqual([0, '']);
    expect(JSON.parse(made.output)).toMatchObject({ format: 'csv', position: 90, arms: 'masked' });
    await exported(...asOf, '--out', at('other.zip'), '--package', at('package.zip'));
    expect(readFileSync(at('other.zip')).equals(readFileSync(at('one.zip')))).toBe(true);
    const taken = await exported(...asOf, '--out', at('one.zip'));
    expect([taken.exitCode, taken.errors]).toEqual([1, expect.stringContaining('there is something at')]);
    const beyond = await exported('--as', 'odm', '--position', '99999999', '--out', at('beyond.zip'));
    expect([beyond.exitCode, existsSync(at('beyond.zip'))]).toEqual([1, false]);
  });

  it.each([['replay', '--json'], ['keys', 'list'], ['--help']])(
    '%s %s ends quietly when the reader of its output, such as head, has gone',
    async (...args) => {
      const program = join('dist', 'apps', 'bali', 'src', 'main.js');
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said = text(child.stderr);
      child.stdout.destroy();
      expect([await once(child, 'exit'), await said]).toEqual([[0, null], '']);
    },
  );

  it('says loudly that the key of the package itself was used', async () => {
    const { exitCode, output, errors } = await runBali(['verify', at('package')], {});
    expect([exitCode, output.split('\n')[0]]).toEqual([0, 'VERIFIED. Every byte of it.']);
    expect(errors).toContain('WARNING: no key was given');
  });

  it('[P11-10a] [CTR-58] refuses a package in words of another version; asked to do without them, it verifies the rest and says so', async () => {
    cpSync(at('package'), at('other-words'), { recursive: true });
    const path = at('other-words/manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"wording": \d+,/, '"wording": 99,'));
    const refused = await runBali(['verify', at('other-words')], {});
    expect({ exitCode: refused.exitCode, output: refused.output }).toEqual({ exitCode: 1, output: '' });
    expect(refused.errors).toMatch(
      /^NOT VERIFIED\. manifest\.json: .*words of another version.*--other-wording.*version 99/,
    );
    const taken = await runBali(['verify', at('other-words'), '--other-wording'], {});
    expect([taken.exitCode, taken.output.split('\n')[0]]).toEqual([0, expect.stringContaining('NOT COMPARED')]);
    const { output } = await runBali(['verify', at('other-words'), '--other-wording', '--json'], {});
    expect(JSON.parse(output)).toMatchObject({ wording: { version: 99, compared: false } });
  });

  it('[EMA-621-file] puts each package into the access ledger, which can be exported and verified too', async () => {
    const first = await exported('--ledger', 'access', '--out', at('access.zip'));
    expect(first.exitCode).toBe(0);
    const { output } = await runBali(['verify', at('access.zip'), '--older', at('access.zip')], {});
    expect(output).toContain('Continues');
    // None is signed because something is read: what was exported until now is in no checkpoint, and so in no package.
    const second = await exported('--ledger', 'access', '--out', at('access-unsigned'));
    const sizeOf = (run: typeof first) => (JSON.parse(run.output) as { treeSize: number }).treeSize;
    expect(sizeOf(second)).toBe(sizeOf(first));
    expect((JSON.parse(second.output) as { missing: number }).missing).toBeGreaterThan(0);
    await workADay(data.path);
    const again = await exported('--ledger', 'access', '--out', at('access'));
    expect(again.exitCode).toBe(0);
    const events = readFileSync(at('access/events.jsonl'), 'utf8');
    expect(events.match(/"type":"PackageExported"/g)?.length).toBeGreaterThanOrEqual(3);
    expect((await runBali(['verify', at('access'), '--older', at('access.zip')], {})).exitCode).toBe(0);
    const backwards = await runBali(['verify', at('access.zip'), '--older', at('access')], {});
    expect([backwards.exitCode, backwards.errors]).toEqual([1, expect.stringContaining('the log was cut')]);
  });

  it('exports the sealed ledger so that it can be read without its keys', async () => {
    expect((await exported('--ledger', 'sealed', '--out', at('sealed.zip'))).exitCode).toBe(0);
    expect((await runBali(['verify', at('sealed.zip')], {})).exitCode).toBe(0);
  });

  it("[EMA-66] make a site's certified copy, which verifies offline, and goes on where an earlier one ended", async () => {
    const { exitCode, output, errors } = await exported('--site', 'REI', '--out', at('copy.zip'));
    expect([exitCode, errors]).toEqual([0, '']);
    const about = JSON.parse(output) as { format: string; counts: { events: number }; treeSize: number };
    expect(about).toMatchObject({ format: 'bali-certified-copy', site: 'REI' });
    expect(about.counts.events).toBeLessThan(about.treeSize);
    const key = readFileSync(at('package/verifier-keys.txt'), 'utf8').trimEnd();
    const verified = await runBali(['verify', at('copy.zip'), '--key', key, '--older', at('copy.zip')], {});
    expect([verified.exitCode, verified.errors]).toEqual([0, '']);
    expect(verified.output).toContain(`  Events        ${about.counts.events} of the ${about.treeSize} of `);
    await workADay(data.path);
    expect((await exported('--ledger', 'access', '--out', at('access-after'))).exitCode).toBe(0);
    expect(readFileSync(at('access-after/events.jsonl'), 'utf8')).toContain('"type":"CertifiedCopyMade"');
    const other = await exported('--site', 'NAN', '--out', at('copy-of-nantes'));
    expect(other.exitCode).toBe(0);
    const table = at('copy-of-nantes/audit-log.csv');
    writeFileSync(table, readFileSync(table, 'utf8').replace('\u{feff}index', '\u{feff}place'));
    const refused = await runBali(['verify', at('copy-of-nantes'), '--key', key], {});
    expect(refused.errors).toMatch(/^NOT VERIFIED\. audit-log\.csv, line 1: /);
    expect(refused.exitCode).toBe(1);
  });

  it('[P11-100] verify the passkeys of signers beside a package of the access ledger, and nothing else with it', async () => {
    expect((await exported('--ledger', 'access', '--out', at('accounts.zip'))).exitCode).toBe(0);
    const beside = ['--access', at('accounts.zip')];
    const { exitCode, output, errors } = await runBali(['verify', at('package.zip'), ...beside], {});
    expect([exitCode, output]).toEqual([
      0,
      expect.stringContaining(
        `  Passkeys      each signature by a passkey is by one of its signer, as shown by ${beside[1]}`,
      ),
    ]);
    expect(errors).toContain('WARNING: no key was given with --access-key');
    const json = await runBali(['verify', at('copy.zip'), ...beside, '--json'], {});
    expect(JSON.parse(json.output)).toMatchObject({ verified: true, passkeysShownBy: beside[1] });
    const wrong = await runBali(['verify', at('package.zip'), '--access', at('package.zip')], {});
    expect([wrong.exitCode, wrong.errors]).toEqual([1, expect.stringContaining('package.zip: manifest.json')]);
    const tree = await runBali(['verify', at('package.zip'), '--tree-only', ...beside], {});
    expect([tree.exitCode, tree.errors]).toEqual([1, expect.stringContaining('--tree-only leaves out')]);
  });

  it('[P11-10a] names the first thing wrong, and exits with 1', async () => {
    const path = at('package/audit-log.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Hélène', 'Helene'));
    const { exitCode, output, errors } = await runBali(['verify', at('package')], {});
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toMatch(/^NOT VERIFIED\. audit-log\.csv, line 2: .*Expected: .*Hélène.*Found: .*Helene/);
  });

  it.each([
    ['a place that is taken', ['export', '--out', data.path], 1, 'there is something at'],
    ['a ledger that is none', ['export', '--ledger', 'other', '--out', 'x'], 2, 'Allowed choices'],
    ['no place', ['export'], 2, '--out'],
    ['a site that is none', ['export', '--site', 'ZZZ', '--out', 'x'], 1, 'no site ZZZ was opened: there are '],
    ['a copy of another ledger', ['export', '--site', 'REI', '--ledger', 'access', '--out', 'x'], 1, 'certified copy'],
    ['nothing to verify', ['verify', '/nowhere/at/all'], 1, 'There is no such directory or file'],
    ['a key that is none', ['verify', at('package.zip'), '--key', 'x'], 1, 'A verifier key cannot be read'],
  ])('refuse %s', async (_, args, code, why) => {
    const { exitCode, output, errors } = await runBali(args, environment);
    expect({ exitCode, output }).toEqual({ exitCode: code, output: '' });
    expect(errors).toContain(why);
  });
});
