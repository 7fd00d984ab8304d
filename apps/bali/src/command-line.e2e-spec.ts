import type { DemoReport } from '@bali-app/demo';
import { dataDirectory, openLedgerToRead } from '@bali/installation';
import { ProjectionRunner, TRIAL_PROJECTIONS } from '@bali/projections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playedDemo, runBali, TemporaryDirectory } from '../testing/index.js';

const data = new TemporaryDirectory();
const environment = { BALI_DATA: data.path };
let demo: DemoReport;

beforeAll(async () => {
  demo = await playedDemo(data.path);
});

afterAll(() => data[Symbol.dispose]());

async function accessLeaves(directory: string): Promise<readonly string[]> {
  const store = await openLedgerToRead(dataDirectory(directory), 'access');
  const leaves: string[] = [];
  for await (const page of store.read()) leaves.push(...page.map(({ leaf }) => Buffer.from(leaf).toString('utf8')));
  await store.close();
  return leaves;
}

describe('bali demo', () => {
  it('prints a report for people, and leaves nothing behind in a temporary directory', async () => {
    const { exitCode, output } = await runBali(['demo', '--no-daily', '--patients', '1', '--seed', '4', '--exit'], {});
    expect(exitCode).toBe(0);
    expect(output).toContain('Participant flow (CONSORT), both arms together');
    expect(output).toContain('Primary endpoint, both arms together');
    const directory = /^Data: (\S+) \(temporary/m.exec(output)?.[1];
    expect(directory).toBeDefined();
    expect(existsSync(directory!)).toBe(false);
  });

  it('refuses a directory with accounts of its own, and leaves them alone', async () => {
    using directory = new TemporaryDirectory();
    await runBali(['accounts', 'first-administrators'], { BALI_DATA: directory.path });
    const before = await accessLeaves(directory.path);
    expect(before.length).toBeGreaterThan(0);
    const { exitCode, errors } = await runBali(
      ['demo', '--no-daily', '--data', directory.path, '--patients', '3', '--seed', '7', '--exit'],
      {},
    );
    expect([exitCode, errors]).toEqual([1, expect.stringContaining('the data directory holds another history')]);
    expect(await accessLeaves(directory.path)).toEqual(before);
  });

  it.each([
    ['--patients', '0'],
    ['--patients', '5001'],
    ['--seed', '-1'],
    ['--seed', 'one'],
    ['--sites', '2'],
  ])('refuses %s %s as wrong use', async (option, value) => {
    const { exitCode, errors } = await runBali(['demo', `${option}=${value}`, '--exit'], {});
    expect(exitCode).toBe(2);
    expect(errors).toContain(option);
  });
});

describe('bali replay', () => {
  it('gives the digest of the live projections', async () => {
    const { exitCode, output } = await runBali(['replay', '--json'], environment);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      ledger: 'trial',
      position: demo.history.treeSize - 1,
      digest: demo.stateDigest,
    });
  });

  it('gives the state as of an event and as of its moment, the same whichever way it is asked for', async () => {
    const asOf = async (to: string) => {
      const { output } = await runBali(['replay', '--to', to, '--json'], environment);
      return JSON.parse(output) as { position: number; recordedAt: string; digest: string };
    };
    const event = await asOf('20');
    expect(event.position).toBe(20);
    expect(await asOf(event.recordedAt)).toEqual(event);
    expect((await asOf('19')).digest).not.toBe(event.digest);
  });

  it('tells people what was in force and what happened last', async () => {
    const { output } = await runBali(['replay', '--to', '0'], environment);
    expect(output).toContain('The state after event 0');
    expect(output).toContain('Target in force   110 patients');
    expect(output).toContain('Hélène Dubois (sponsor coordinator, CHU de Reims) recorded that the trial BALI');
  });

  it('says that nothing had happened before the first event', async () => {
    const { exitCode, output } = await runBali(['replay', '--to', '2001-01-01T00:00:00Z'], environment);
    expect(exitCode).toBe(0);
    expect(output).toContain('Nothing had happened yet.');
  });

  it.each([
    ['an event that is not there', ['--to', '999999'], 1, 'there is no event 999999: the ledger trial ends with event'],
    ['nonsense', ['--to', 'yesterday'], 2, 'a moment with its offset from UTC'],
    ['a moment without its offset', ['--to', '2011-03-02T09:30:00'], 2, 'a moment with its offset from UTC'],
    ['a ledger that it does not know', ['--ledger', 'sealed'], 2, 'Allowed choices are trial'],
  ])('refuses %s', async (_, args, code, why) => {
    const { exitCode, output, errors } = await runBali(['replay', ...args], environment);
    expect({ exitCode, output }).toEqual({ exitCode: code, output: '' });
    expect(errors).toContain(why);
  });

  it('refuses a directory without a ledger, and makes none there', async () => {
    using empty = new TemporaryDirectory();
    const { exitCode, errors } = await runBali(['replay'], { BALI_DATA: join(empty.path, 'nothing') });
    expect(exitCode).toBe(1);
    expect(errors).toContain('there is no ledger at');
    expect(existsSync(join(empty.path, 'nothing'))).toBe(false);
  });

  it('refuses a file that is no ledger, and leaves it as it is', async () => {
    using foreign = new TemporaryDirectory();
    writeFileSync(join(foreign.path, 'trial.db'), 'minutes of a meeting\n'.repeat(400));
    const { exitCode, errors } = await runBali(['replay'], { BALI_DATA: foreign.path });
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/trial\.db is no database, or a damaged one/);
  });
});

describe('bali rebuild', () => {
  it('gives the digest of the projections that were there', async () => {
    const { exitCode, output } = await runBali(['rebuild', '--json'], environment);
    expect(exitCode).toBe(0);
    const { files, ...state } = JSON.parse(output) as { readonly files: readonly string[] };
    expect(state).toEqual({ position: demo.history.treeSize - 1, stateDigest: demo.stateDigest });
    expect(files).toEqual(expect.arrayContaining(['projections.db', 'sealed-projections.db', 'log-sealed.db']));
  });

  it('puts aside a file that is no projections file, says where, and makes a new one', async () => {
    const { projections } = dataDirectory(data.path);
    writeFileSync(projections, 'not a database '.repeat(100));
    const { exitCode, output } = await runBali(['rebuild'], environment);
    expect(exitCode).toBe(0);
    expect(output).toContain(`it is ${projections}.aside-1 now`);
    expect(output).toContain(demo.stateDigest);
  });

  it('refuses while a server works on the projections', async () => {
    const directory = dataDirectory(data.path);
    const store = await openLedgerToRead(directory, 'trial');
    const log = { info: () => undefined, error: () => undefined };
    const server = new ProjectionRunner({
      path: directory.projections,
      store,
      projections: TRIAL_PROJECTIONS,
      log,
    });
    const { exitCode, errors } = await runBali(['rebuild'], environment);
    await server.close();
    await store.close();
    expect(exitCode).toBe(1);
    expect(errors).toContain('is in use by another process');
    expect(errors).toContain('Stop the server first.');
  });

  it('refuses a directory without a ledger', async () => {
    using empty = new TemporaryDirectory();
    mkdirSync(join(empty.path, 'data'));
    const { exitCode, errors } = await runBali(['rebuild'], { BALI_DATA: join(empty.path, 'data') });
    expect(exitCode).toBe(1);
    expect(errors).toContain('there is no ledger at');
  });
});

describe('bali accounts', () => {
  it('lists the accounts, and says who could do what on a day', async () => {
    const { output } = await runBali(['accounts', 'list'], environment);
    expect(output).toMatch(/^rei\.investigator +active +Claire Martin, CHU de Reims$/m);
    const log = await runBali(['accounts', 'log', '--on', '2011-03-02'], environment);
    expect(log.output).toMatch(
      /^rei\.investigator +Claire Martin +Investigator at REI +from 2009-05-15, by administrator/m,
    );
    const before = await runBali(['accounts', 'log', '--on', '2009-05-14', '--json'], environment);
    expect(JSON.parse(before.output)).toEqual({ on: '2009-05-14', items: [] });
  });

  it('links an account to a person at the OpenID provider', async () => {
    const link = ['accounts', 'link', '--issuer', 'https://login.example.org', '--subject', '4711'];
    expect(await runBali([...link, '--user', 'monitor'], environment)).toMatchObject({ exitCode: 0, errors: '' });
    const { output } = await runBali(['accounts', 'list', '--json'], environment);
    const linked = (JSON.parse(output) as { userId: string; openIdentity?: object }[]).filter((it) => it.openIdentity);
    expect(linked).toMatchObject([
      { userId: 'monitor', openIdentity: { issuer: 'https://login.example.org', subject: '4711' } },
    ]);
    const unknown = await runBali([...link, '--user', 'nobody'], environment);
    expect(unknown).toMatchObject({ exitCode: 1, output: '', errors: 'There is no such account.\n' });
  });

  it('makes the first administrators once, tells each password once, and makes one more only where there is a single one', async () => {
    using empty = new TemporaryDirectory();
    const accounts = (...args: readonly string[]) => runBali(['accounts', ...args], { BALI_DATA: empty.path });
    const first = () => accounts('first-administrators', '--user', 'ada', '--second-user', 'bob');
    expect((await first()).output).toMatch(
      /^The administrator "ada" is made, with the password [2-9A-Z-]{23}\nThe administrator "bob" is made, with .*\nA password is/,
    );
    expect(await first()).toMatchObject({ exitCode: 1, output: '' });
    const listed = JSON.parse((await accounts('list', '--json')).output) as unknown;
    expect(listed).toMatchObject(['ada', 'bob'].map((userId) => ({ userId, identityVerified: true, state: 'active' })));
    const more = await accounts('second-administrator', '--user', 'carl', '--name', 'Carl');
    expect(more).toMatchObject({ exitCode: 1, output: '', errors: expect.stringContaining('exactly one') });
  });

  it.each([
    ['a day that is none', ['log', '--on', '2011-02-30'], 2, 'It must be a date'],
    ['an identifier that is none', ['first-administrators', '--user', 'Ada L.'], 2, 'lower-case letters'],
    ['a directory without a ledger', ['list'], 1, 'there is no ledger at'],
  ])('refuses %s, and makes nothing', async (_, args, code, why) => {
    using empty = new TemporaryDirectory();
    const nothing = join(empty.path, 'nothing');
    const { exitCode, output, errors } = await runBali(['accounts', ...args], { BALI_DATA: nothing });
    expect({ exitCode, output }).toEqual({ exitCode: code, output: '' });
    expect(errors).toContain(why);
    expect(existsSync(nothing)).toBe(false);
  });
});
