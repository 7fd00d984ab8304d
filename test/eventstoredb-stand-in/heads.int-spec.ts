import {
  type EventStoreDbEventStore,
  type EventStoreDbOptions,
  HeadMark,
  InstallationKeys,
  type LedgerHeads,
  LedgerHeld,
  NO_STREAM,
  NotThisLedger,
} from '@bali/event-store';
import { sampleAppend, TEST_INSTALLATION, testHeads } from '@bali/event-store/testing';
import { collect, plain, refusalOf } from '@bali/event-store/testing/contract';
import { formatCheckpoint, leafHash, MerkleTree, noteSigner, signNote, type TreeHead } from '@bali/ledger';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Buffer } from 'node:buffer';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Installations, writeForeign } from './open-against.js';
import { EventStoreStandIn } from './stand-in.js';

const EVENTS = 'bali.trial.events';

let standIn: EventStoreStandIn;
let installations: Installations;

beforeEach(async () => {
  standIn = await EventStoreStandIn.start();
  installations = new Installations();
});
afterEach(async () => {
  await installations[Symbol.asyncDispose]();
  await standIn[Symbol.asyncDispose]();
});

const open = (options: Partial<EventStoreDbOptions> = {}) => installations.store(standIn, options);

/** Heads of the installation of the tests with other keys than usual, the newest first. */
function headsWith(name: string, keys: readonly number[], about: Partial<LedgerHeads> = {}): LedgerHeads {
  const given = keys.map((byte) => ({ id: `${byte}`.padStart(16, '0'), key: Buffer.alloc(32, byte) }));
  return testHeads(join(installations.directory.path, name), {
    keys: new InstallationKeys(TEST_INSTALLATION, given),
    ...about,
  });
}

/** Appends to the stream of events as any user of the cluster may, in the form that this software writes. */
function appendForeign(
  stream: string,
  revision: number,
  more: object = {},
  data: Uint8Array = Buffer.from('{"forged":true}'),
): void {
  const event = {
    id: randomUUID(),
    metadata: [['type', 'SampleTaken'] as const, ['content-type', 'application/octet-stream'] as const],
    customMetadata: Buffer.from(JSON.stringify({ stream, revision, ...more })),
    data,
  };
  standIn.streams.append(EVENTS, [event], 'any');
}

async function expectHeld(store: EventStoreDbEventStore, why: LedgerHeld['why'], readable: number): Promise<void> {
  expect(await collect(store.read())).toHaveLength(readable);
  expect(store.held).toMatchObject({ ledger: 'trial', why });
  expect(await refusalOf(store.append(sampleAppend('another', NO_STREAM)))).toBeInstanceOf(LedgerHeld);
}

describe('the heads of a ledger in a cluster', () => {
  it('[P11-10a] are made by every instance for its own appends, and made anew when the place is lost', async () => {
    const stores = [open(), open(), open()];
    const appends = Array.from({ length: 45 }, (_, index) =>
      stores[index % 3]!.append(sampleAppend(`stream-${index}`, NO_STREAM, 1 + (index % 2))),
    );
    await Promise.all(appends);
    const all = plain(await collect(stores[0]!.read()));
    for (const store of [...stores, open()]) {
      expect(plain(await collect(store.read()))).toEqual(all);
      expect(store.held).toBeUndefined();
    }
  });

  it('[P11-10a] keep an instance from believing its own bytes where another has written the same command', async () => {
    const [one, other] = [open(), open()];
    await Promise.all([one.open(), other.open()]);
    const append = sampleAppend('a', NO_STREAM);
    await one.append(append);
    const again = {
      ...append,
      events: append.events.map((event) => ({ ...event, leaf: Buffer.from('{"later":true}') })),
    };
    expect(await refusalOf(other.append(again))).toMatchObject({ name: 'WrongExpectedRevision' });
    expect(await other.append(append)).toEqual({ revision: 0, position: 0 });
    await other.append(sampleAppend('a', 0));
    for (const store of [one, other, open()]) {
      expect(plain(await collect(store.read()))).toEqual(plain(await collect(one.read())));
      expect(store.held).toBeUndefined();
    }
  });

  it('cover an append that is larger than what is read at once', async () => {
    await open().append(sampleAppend('a', NO_STREAM, 700));
    const other = open();
    expect(await collect(other.read())).toHaveLength(700);
    expect(await other.append(sampleAppend('a', 699))).toEqual({ revision: 700, position: 700 });
  });

  it('[P11-10a] hold the ledger when somebody else appends to it without a head, and what is verified is read on', async () => {
    const store = open();
    await store.append(sampleAppend('a', NO_STREAM, 3));
    appendForeign('a', 3);
    await expectHeld(store, 'head-missing', 3);
    await expectHeld(open(), 'head-missing', 3);
  });

  it('[P11-10a] hold the ledger when somebody else appends to it with a head that does not fit', async () => {
    const store = open();
    await store.append(sampleAppend('a', NO_STREAM, 3));
    const head = { number: 1, key: '0123456789abcdef', mac: '0'.repeat(64) };
    appendForeign('a', 3, { kept: { texts: 0, checkpoints: 0 }, head });
    await expectHeld(store, 'head-does-not-fit', 3);
    await expectHeld(open(), 'head-does-not-fit', 3);
  });

  it('[P11-10a] hold the ledger soon, however patient it is with a cluster that is away', async () => {
    await open().append(sampleAppend('a', NO_STREAM, 3));
    appendForeign('a', 3);
    let waitedMs = 0;
    const pause = (milliseconds: number) => {
      waitedMs += milliseconds;
      return nextTurn();
    };
    const patient = open({ patienceMs: 600_000, pacing: { now: () => waitedMs, random: () => 0, pause } });
    await expectHeld(patient, 'head-missing', 3);
    expect(waitedMs).toBeLessThan(2_000);
  });

  it('[P11-10a] hold the ledger at once when more comes without a head than any append has, and keep none of it', async () => {
    await open().append(sampleAppend('a', NO_STREAM, 3));
    const data = Buffer.alloc(60_000, 'x');
    for (let revision = 3; revision < 300; revision += 1) appendForeign('a', revision, {}, data);
    const pacing = { now: () => 0, random: () => 0, pause: () => Promise.reject(new Error('it waited')) };
    const store = open({ pacing });
    await expectHeld(store, 'head-missing', 3);
    const read = standIn.requests.read;
    await collect(store.read());
    expect(standIn.requests.read).toBe(read);
  });

  it('[P11-10a] show a copy that was altered: nothing of it is served', async () => {
    const directory = join(installations.directory.path, 'altered');
    const first = open({ directory, heads: testHeads(directory) });
    await first.append(sampleAppend('a', NO_STREAM, 3));
    await first.close();
    alter(directory);
    const again = open({ directory, heads: testHeads(directory) });
    expect(await collect(again.read())).toEqual([]);
    expect(again.held).toMatchObject({ why: 'head-does-not-fit' });
    await again.close();
    rmSync(directory, { recursive: true });
    expect(await collect(open({ directory, heads: testHeads(directory) }).read())).toHaveLength(3);
  });

  it('[P11-10c] and the mark show a cluster that has lost its end, also to an installation whose copy is gone', async () => {
    const directory = join(installations.directory.path, 'kept');
    const store = open({ directory, heads: testHeads(directory) });
    for (let revision = NO_STREAM; revision < 4; revision += 1) await store.append(sampleAppend('a', revision));
    await store.close();
    standIn.streams.forget(EVENTS, 3);
    rmSync(directory, { recursive: true });
    await expectHeld(open({ directory, heads: testHeads(directory) }), 'behind-its-mark', 3);
  });

  it('are believed of a key that was retired, and not of one that is not known', async () => {
    await open({ heads: headsWith('one', [1]) }).append(sampleAppend('a', NO_STREAM));
    const rotated = open({ heads: headsWith('two', [2, 1]) });
    await rotated.append(sampleAppend('a', 0));
    expect(await collect(open({ heads: headsWith('three', [3, 2, 1]) }).read())).toHaveLength(2);
    const heads = headsWith('four', [4], { ofOlderLedger: { signedLast: undefined } });
    expect(await refusalOf(open({ heads }).open())).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringMatching(/has no seal by any of the head keys that are here/) as unknown,
    });
    const other = { ledger: 'access', heads } as const;
    await open({ ledger: 'access', heads: headsWith('five', [5]) }).open();
    expect(await refusalOf(open(other).open())).toMatchObject({ name: 'NotThisLedger' });
    for (const ledger of ['trial', 'access']) expect(standIn.streams.events(`bali.${ledger}.identity`)).toHaveLength(2);
  });

  it('leave the checkpoints believed that were kept before their key was retired', async () => {
    const first = open({ heads: headsWith('one', [1]) });
    await first.append(sampleAppend('a', NO_STREAM));
    await first.keepCheckpoint({ size: 1, note: 'of 1' });
    const onForeignEvent = (found: object) => expect(found).toBe('none');
    const rotated = open({ heads: headsWith('two', [2, 1]), onForeignEvent });
    expect(await rotated.lastCheckpoint()).toEqual({ size: 1, note: 'of 1' });
  });

  it('are those of one installation: another one is refused', async () => {
    await open().append(sampleAppend('a', NO_STREAM));
    const keys = new InstallationKeys(randomUUID(), [{ id: '0'.repeat(16), key: Buffer.alloc(32, 9) }]);
    const other = open({ heads: testHeads(join(installations.directory.path, 'other'), { keys }) });
    expect(await refusalOf(other.open())).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringMatching(/belongs to the installation .*: give this instance the keys/) as unknown,
    });
  });

  it('keep a ledger from being made anew where there was one', async () => {
    const directory = join(installations.directory.path, 'gone');
    const store = open({ directory, heads: testHeads(directory) });
    await store.append(sampleAppend('a', NO_STREAM));
    await store.close();
    for (const what of ['events', 'identity']) standIn.streams.lose(`bali.trial.${what}`);
    expect(await refusalOf(open({ directory, heads: testHeads(directory) }).open())).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringMatching(
        /is gone: the mark .* says that there was a ledger. It is not made anew/,
      ) as unknown,
    });
  });
});

describe('a ledger in a cluster that is older than heads', () => {
  /** @returns the tree over its first three events. */
  async function makeOlder() {
    const store = open();
    for (let revision = NO_STREAM; revision < 4; revision += 1) await store.append(sampleAppend('a', revision));
    const tree = new MerkleTree();
    for (const { leaf } of (await collect(store.read())).slice(0, 3)) tree.appendHash(leafHash(leaf));
    standIn.streams.withoutHeads('bali.trial');
    return { size: 3, root: tree.root() };
  }

  it('[P11-10a] gets its first head once, if it begins with what was signed last, whoever opens it first', async () => {
    const signedLast = await makeOlder();
    const heads = (name: string) => headsWith(name, [7], { ofOlderLedger: { signedLast } });
    const stores = ['one', 'two'].map((name) => open({ heads: heads(name) }));
    await Promise.all(stores.map((store) => store.open()));
    expect(standIn.streams.events('bali.trial.identity')).toHaveLength(2);
    await stores[0]!.append(sampleAppend('a', 4));
    await stores[1]!.append(sampleAppend('a', 5));
    const other = open({ heads: headsWith('three', [7], { ofOlderLedger: 'refused' }) });
    expect(await collect(other.read())).toHaveLength(7);
    expect(other.held).toBeUndefined();
  });

  it('[P11-10a] is refused when it does not begin with what was signed last, or ends before it', async () => {
    const { size, root } = await makeOlder();
    for (const [name, signedLast] of [
      ['other', { size, root: new Uint8Array(32) }],
      ['longer', { size: 99, root }],
    ] as const) {
      const store = open({ heads: headsWith(name, [7], { ofOlderLedger: { signedLast } }) });
      expect(await refusalOf(store.open())).toMatchObject({
        name: 'NotThisLedger',
        message: expect.stringMatching(/the checkpoint that was signed last/) as unknown,
      });
    }
    expect(standIn.streams.events('bali.trial.identity')).toHaveLength(1);
  });

  it('[P11-10a] is refused when it does not begin with the checkpoint that lies beside it, where no signer remembers one', async () => {
    const { size, root } = await makeOlder();
    const { privateKey } = generateKeyPairSync('ed25519');
    const note = (tree: TreeHead) =>
      signNote(formatCheckpoint('bali/trial', tree), [noteSigner('bali/trial', privateKey)]);
    const keep = (kept: TreeHead) =>
      writeForeign(standIn, 'bali.trial.checkpoints', 'CheckpointKept', JSON.stringify({ size, note: note(kept) }));
    const checkpoints = { size, root };
    keep({ ...checkpoints, root: new Uint8Array(32) });
    expect(await refusalOf(open({ heads: headsWith('one', [7]) }).open())).toBeInstanceOf(NotThisLedger);
    standIn.streams.lose('bali.trial.checkpoints');
    keep(checkpoints);
    const store = open({ heads: headsWith('two', [7]) });
    expect(await collect(store.read())).toHaveLength(5);
    const older = await store.lastCheckpoint();
    expect(older).toMatchObject({ size });
    // From now on, what this installation has not written is none.
    keep(checkpoints);
    await store.keepCheckpoint({ size: 5, note: 'of 5' });
    const kept: unknown[] = [];
    for await (const page of store.readCheckpoints()) kept.push(...page);
    expect(kept).toEqual([older, { size: 5, note: 'of 5' }]);
  });

  it('is refused once the installation has heads, and by a reader', async () => {
    await makeOlder();
    const mark = new HeadMark(join(installations.directory.path, 'marked'));
    mark.write({ number: 3, mac: '0'.repeat(64) });
    mark.close();
    const refused: Partial<EventStoreDbOptions>[] = [
      { heads: headsWith('one', [7], { ofOlderLedger: 'refused' }) },
      { heads: { ...headsWith('two', [7]), mark } },
      { heads: headsWith('three', [7]), readOnly: true },
    ];
    for (const options of refused) expect(await refusalOf(open(options).open())).toBeInstanceOf(NotThisLedger);
    expect(await collect(open({ heads: 'not-verified', readOnly: true }).read())).toHaveLength(5);
  });
});

/** Alters an event in the copy of an installation, and leaves no trace in its tables. */
function alter(directory: string): void {
  const [file = ''] = readdirSync(directory).filter((name) => name.endsWith('.db'));
  const database = new DatabaseSync(join(directory, file));
  const trigger = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'event_is_never_changed'").get();
  database.exec('DROP TRIGGER event_is_never_changed');
  database.exec(`UPDATE event SET leaf = x'7b7d' WHERE position = 1`);
  database.exec(String(trigger?.['sql']));
  database.close();
}
