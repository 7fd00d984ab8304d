import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  sampleAppend,
  tamperWithFile,
  type TemporaryDirectory,
  temporaryDirectory,
  testHeads,
  testInstallationKeys,
} from '../../testing/index.js';
import { type HeldBecause, LedgerHeld, NotThisLedger } from '../errors.js';
import { type EventStore, NO_STREAM } from '../event-store.js';
import { InstallationKeys } from '../heads/installation-keys.js';
import { expectedSchema, SCHEMA_OF_FORMAT_2, schemaOf } from './schema.js';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.js';

let directory: TemporaryDirectory;
let path: string;
const opened: EventStore[] = [];

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'trial.db');
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  directory[Symbol.dispose]();
});

function open(options: Partial<SqliteEventStoreOptions> = {}): EventStore {
  const about = { path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path) } as const;
  const store = openSqliteEventStore({ ...about, ...options });
  opened.push(store);
  return store;
}

/** A ledger of five commits, each of two events. It stays open. */
async function written(): Promise<EventStore> {
  const store = open();
  for (let commit = 0; commit < 5; commit += 1) await store.append(sampleAppend('a', commit * 2 - 1, 2));
  return store;
}

const attack = (sql: string): void => tamperWithFile(path, sql);

const LAST_EVENT = 'WHERE position = (SELECT max(position) FROM event)';
const LAST_HEAD = 'WHERE number = (SELECT max(number) FROM head)';

const ATTACKS: readonly [string, string, HeldBecause, number][] = [
  ['the newest event is altered', `UPDATE event SET leaf = x'22' ${LAST_EVENT}`, 'head-does-not-fit', 8],
  ['an old event is altered', `UPDATE event SET leaf = x'22' WHERE position = 3`, 'head-does-not-fit', 2],
  [
    'an event is moved to another stream',
    `UPDATE event SET stream = 'b', revision = 0 ${LAST_EVENT}`,
    'head-does-not-fit',
    8,
  ],
  ['the id of an event is altered', `UPDATE event SET id = 'another' WHERE position = 8`, 'head-does-not-fit', 8],
  ['the type of an event is altered', `UPDATE event SET type = 'Other' WHERE position = 8`, 'head-does-not-fit', 8],
  ['the newest event is deleted', `DELETE FROM event ${LAST_EVENT}`, 'head-does-not-fit', 8],
  [
    'the newest event is deleted with its head',
    `DELETE FROM event WHERE position > 7; DELETE FROM head ${LAST_HEAD}`,
    'behind-its-mark',
    8,
  ],
  ['all heads are deleted', 'DELETE FROM head', 'head-missing', 0],
  [
    'the newest head is made of an old one',
    `UPDATE head SET mac = (SELECT mac FROM head WHERE number = 1) ${LAST_HEAD}`,
    'head-does-not-fit',
    8,
  ],
  [
    'an event is added without the key',
    `INSERT INTO event VALUES (10, 'a', 10, 'new', 'T', x'01');
     INSERT INTO head SELECT number + 1, 11, key, mac FROM head ${LAST_HEAD}`,
    'head-does-not-fit',
    10,
  ],
];

describe('a ledger that was changed while it was closed', () => {
  it.each(ATTACKS)('[P11-10a] is held when %s, and read as far as it is verified', async (_, sql, why, readable) => {
    await (await written()).close();
    attack(sql);
    const store = open();
    expect(store.held?.why).toBe(why);
    expect(await store.lastPosition()).toBe(readable - 1);
    await expect(store.append(sampleAppend('b', NO_STREAM))).rejects.toThrow(LedgerHeld);
    expect(await store.readStream('b')).toEqual([]);
    expect(await store.readStream('a')).toHaveLength(readable);
  });

  it('[P11-10a] is held when it was put back to an older state of its own', async () => {
    const store = await written();
    await store.close();
    copyFileSync(path, `${path}.old`);
    const again = open();
    await again.append(sampleAppend('a', 9));
    await again.close();
    copyFileSync(`${path}.old`, path);
    expect(open().held?.why).toBe('behind-its-mark');
  });

  it('[P11-10a] is held when it goes on otherwise than it was written last', async () => {
    await (await written()).close();
    copyFileSync(path, `${path}.old`);
    copyFileSync(`${path}.mark`, `${path}.mark.old`);
    const one = open();
    await one.append(sampleAppend('b', NO_STREAM));
    await one.close();
    copyFileSync(`${path}.mark`, `${path}.mark.b`);
    copyFileSync(`${path}.old`, path);
    copyFileSync(`${path}.mark.old`, `${path}.mark`);
    const other = open();
    await other.append(sampleAppend('c', NO_STREAM));
    await other.close();
    copyFileSync(`${path}.mark.b`, `${path}.mark`);
    expect(open().held?.why).toBe('not-the-marked-history');
  });

  it('[P11-10a] is held when its mark cannot be read', async () => {
    await (await written()).close();
    writeFileSync(`${path}.mark`, 'something else');
    expect(open().held?.why).toBe('mark-unreadable');
  });

  it('[P11-10a] is held when its mark is gone, but for a first head that had none yet', async () => {
    await (await written()).close();
    const again = open();
    await again.append(sampleAppend('b', NO_STREAM));
    await again.close();
    rmSync(`${path}.mark`);
    expect(open().held?.why).toBe('mark-gone');
    expect(existsSync(`${path}.mark`)).toBe(false);
  });

  it('is refused when it is gone, or of another installation, and a new one is not made', async () => {
    await (await written()).close();
    const others = new InstallationKeys('99999999-2222-4333-8444-555555555555', [
      { id: '0'.repeat(16), key: Buffer.alloc(32) },
    ]);
    expect(() => open({ heads: { ...testHeads(path), keys: others } })).toThrow('belongs to the installation');
    rmSync(path);
    expect(() => open()).toThrow(/is gone: the mark .* Restore it/);
    expect(existsSync(path)).toBe(false);
  });
});

describe('a ledger that is changed while it is open', () => {
  const whileOpen = ATTACKS.filter(([what]) => !what.startsWith('an event is added'));
  it.each(whileOpen)('[P11-10a] is held when %s, and nothing altered is returned', async (_, sql) => {
    const store = await written();
    const before = await store.readStream('a');
    attack(sql);
    const reads = [() => store.readStream('a'), () => pagesOf(store), () => store.append(sampleAppend('b', NO_STREAM))];
    for (const read of reads) await expectBeforeOrHeld(read, before);
    expect(store.held).toBeInstanceOf(LedgerHeld);
    await expect(store.append(sampleAppend('b', NO_STREAM))).rejects.toThrow(LedgerHeld);
  });

  it('[P11-10a] is held by every process that has it open, and says so once', async () => {
    await written();
    const held: string[] = [];
    const other = open({ heads: { ...testHeads(path), onHeld: ({ why }) => held.push(why) } });
    attack(`DELETE FROM event WHERE position > 7; DELETE FROM head ${LAST_HEAD}`);
    await expect(other.append(sampleAppend('b', NO_STREAM))).rejects.toThrow(LedgerHeld);
    await expect(other.append(sampleAppend('b', NO_STREAM))).rejects.toThrow('Run `bali check`');
    expect(held).toEqual(['behind-its-mark']);
  });
});

async function pagesOf(store: EventStore) {
  const events = [];
  for await (const page of store.read()) events.push(...page);
  return events;
}

/** Whatever is answered is what was written, or the beginning of it; or it is refused. */
async function expectBeforeOrHeld(read: () => Promise<unknown>, before: readonly unknown[]): Promise<void> {
  try {
    const found = await read();
    if (Array.isArray(found)) expect(found).toEqual(before.slice(0, found.length));
  } catch (error) {
    expect(error).toBeInstanceOf(LedgerHeld);
  }
}

describe('heads', () => {
  it('are made by several processes in turn, and verified by each', async () => {
    const [one, other] = [open(), open()];
    for (let turn = 0; turn < 6; turn += 1) await (turn % 2 === 0 ? one : other).append(sampleAppend('a', turn - 1));
    expect([await one.lastPosition(), await other.lastPosition()]).toEqual([5, 5]);
    expect([one.held, other.held, open().held]).toEqual([undefined, undefined, undefined]);
    expect(await open({ readOnly: true }).readStream('a')).toHaveLength(6);
  });

  it('of a key that was replaced go on counting', async () => {
    await (await written()).close();
    const former = { id: '0123456789abcdef', key: Buffer.alloc(32, 7), lastHeads: { trial: 4 } };
    const { installation } = testInstallationKeys();
    const keys = new InstallationKeys(installation, [{ id: 'f'.repeat(16), key: Buffer.alloc(32, 8) }, former]);
    const store = open({ heads: { ...testHeads(path), keys } });
    await store.append(sampleAppend('a', 9));
    expect([store.held, await store.lastPosition()]).toEqual([undefined, 10]);
  });

  it('[P11-10a] of a key that was replaced count no more, if they are later than that: the key may be stolen', async () => {
    await (await written()).close();
    const former = { id: '0123456789abcdef', key: Buffer.alloc(32, 7), lastHeads: { trial: 4 } };
    const thief = open();
    await thief.append(sampleAppend('a', 9));
    await thief.close();
    const { installation } = testInstallationKeys();
    const keys = new InstallationKeys(installation, [{ id: 'f'.repeat(16), key: Buffer.alloc(32, 8) }, former]);
    const store = open({ heads: { ...testHeads(path), keys } });
    expect([store.held?.why, await store.lastPosition()]).toEqual(['head-does-not-fit', 9]);
  });

  it('are made for a ledger of a time before there were any, against what was signed last', async () => {
    await makeFormat2();
    const signedLast = { size: 4, root: new Uint8Array(32) };
    const openOlder = (ofOlderLedger: ReturnType<typeof testHeads>['ofOlderLedger']) =>
      open({ heads: testHeads(path, { ofOlderLedger }) });
    expect(() => openOlder('refused')).toThrow(NotThisLedger);
    expect(() => openOlder({ signedLast })).toThrow('does not begin with the events of the checkpoint');
    expect(await openOlder({ signedLast: undefined }).lastPosition()).toBe(9);
    expect(open().held).toBeUndefined();
  });

  it('[P11-10a] are not made again for a ledger that was set back to the time before', async () => {
    await makeFormat2();
    copyFileSync(path, `${path}.old`);
    await open().close();
    copyFileSync(`${path}.old`, path);
    expect(() => open()).toThrow('before this installation had heads');
  });
});

/** A ledger with ten events as software wrote it that knew no heads. */
async function makeFormat2(): Promise<void> {
  await (await written()).close();
  rmSync(`${path}.mark`);
  const database = new DatabaseSync(path);
  database.exec('DROP TABLE head; DROP TABLE installation; PRAGMA user_version = 2');
  expect(schemaOf(database)).toBe(expectedSchema(SCHEMA_OF_FORMAT_2));
  database.close();
}
