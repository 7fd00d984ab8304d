import { createSiteApi } from '@bali-app/site-api';
import { argon2idHasher } from '@bali/access';
import { createLogger } from '@bali/http';
import { keepLog } from '@bali/http/testing';
import { openIdentity } from '@bali/identity';
import { dataDirectory, installationKeysOf, openLedger, SYSTEM, thisSoftware } from '@bali/installation';
import { recordOf } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBali, TemporaryDirectory } from '../../testing/index.js';

/** What software without commitments has left; `libs/identity/src/credentials/before-commitments.int-spec.ts` says who is in it. */
const GOLDEN = join(import.meta.dirname, '../../../../libs/identity/golden/before-commitments');

const data = new TemporaryDirectory();
const directory = dataDirectory(data.path);

beforeAll(async () => {
  const ledger = await openLedger(directory, 'access');
  const leaves = readFileSync(join(GOLDEN, 'access.jsonl'), 'utf8').trimEnd().split('\n');
  for (const leaf of leaves.map((line) => Buffer.from(line))) {
    const { id, type, stream, revision } = recordOf(leaf);
    await ledger.append({ stream, expectedRevision: revision - 1, events: [{ id, type, leaf }], texts: [] });
  }
  await ledger.close();
  copyFileSync(join(GOLDEN, 'credentials.db'), directory.credentials);
  chmodSync(directory.credentials, 0o600);
});
afterAll(() => data[Symbol.dispose]());

const bind = (...args: readonly string[]) => runBali(['accounts', 'bind', ...args], { BALI_DATA: data.path });

/** How signing in ends, at a server of this version. */
async function signedIn(userId: string, password: string): Promise<string> {
  const accessLedger = await openLedger(directory, 'access');
  const identity = await openIdentity({
    ...{ accessLedger, trialId: TRIAL.id, software: thisSoftware(), now: SYSTEM.now, randomBytes: SYSTEM.randomBytes },
    credentialsPath: directory.credentials,
    keys: await installationKeysOf(directory),
    onMisfit: () => undefined,
    hasher: argon2idHasher({ memoryKiB: 8, passes: 1, parallelism: 1 }),
  });
  try {
    const asking = { requestId: randomUUID(), source: { client: 'test', ip: '127.0.0.1' } };
    return (await identity.sessions.signIn({ userId, password }, asking)).person.role;
  } catch (error) {
    return (error as { readonly refusal: string }).refusal;
  } finally {
    await identity.close();
    await accessLedger.close();
  }
}

describe('[P11-300] bali accounts bind, on the day of the upgrade', () => {
  it('is what the server says to whoever starts it, in a warning that names nobody', async () => {
    const log = keepLog();
    const logger = createLogger({ name: 'site-api', level: 'info', now: SYSTEM.now, destination: log });
    await (await createSiteApi({ directory, ambient: SYSTEM, logger })).close();
    const [warned] = log.lines().filter(({ msg }) => String(msg).includes('bali accounts bind'));
    expect(warned).toMatchObject({ level: 'warn', accounts: 4 });
    expect(JSON.stringify(warned)).not.toMatch(/\bada\b/);
  });

  it('shows what it would do, and does nothing without being told to', async () => {
    const { exitCode, output } = await bind();
    expect([exitCode, output.split('\n').at(-2)]).toEqual([0, 'Nothing was done: it is done with --confirm.']);
    expect(output).toMatch(/lets? nobody in.*\nada {2}Ada Roy, CHU de Reims\n {2}password, set at 2026-03-02T/s);
    const refused = await bind('--confirm');
    expect([refused.exitCode, refused.errors]).toEqual([1, 'say which accounts are bound: --user ID, or --all\n']);
    expect(await signedIn('ada', 'tulips in the rain 397')).toBe('credentials-not-bound');
  });

  it('lets the first administrator in again, and then everybody, in the name of the operator', async () => {
    expect(await bind('--user', 'ada', '--confirm')).toMatchObject({ exitCode: 0, errors: '' });
    expect(await signedIn('ada', 'tulips in the rain 397')).toBe('administrator');
    expect(await signedIn('bob', 'tulips in the rain 398')).toBe('credentials-not-bound');
    const all = await bind('--all', '--confirm', '--json');
    const { bound, accounts } = JSON.parse(all.output) as { bound: boolean; accounts: { userId: string }[] };
    expect([bound, accounts.map(({ userId }) => userId)]).toEqual([true, ['bob', 'claire', 'dora']]);
    expect(await signedIn('bob', 'tulips in the rain 398')).toBe('administrator');
    expect((await bind()).output).toBe('There is nothing to bind.\n');
    const ledger = await openLedger(directory, 'access');
    const [event] = (await ledger.readStream('account-ada')).filter(({ type }) => type === 'CredentialBound');
    await ledger.close();
    expect(recordOf(event!.leaf).metadata.actor).toMatchObject({
      userId: 'system',
      name: expect.stringMatching(/^Operator .* command line$/),
    });
  });
});
