import { SYSTEM_ACTOR } from '@bali/access';
import { type EventStore, LedgerHeld, NO_STREAM, parseStore } from '@bali/event-store';
import { datedEvent, sampleAppend, sampleText, temporaryDirectory } from '@bali/event-store/testing';
import { collect, plain, refusalOf } from '@bali/event-store/testing/contract';
import { type DataDirectory, dataDirectory, openLedger, openLedgerToRead, SYSTEM } from '@bali/installation';
import { type Ledger, recordOf } from '@bali/ledger';
import { acceptLedger, migrateLedger } from '@bali/operations';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillLedger } from '../migration/fill-ledger.js';
import { writeForeign } from './open-against.js';
import { EventStoreStandIn } from './stand-in.js';

const EVENTS = 'bali.trial.events';
const IDENTITY = 'bali.trial.identity';
const SOFTWARE = { version: '1.0.0', commit: 'unknown' };
const REASON = 'The cluster was put back; decided by two people.';

let standIn: EventStoreStandIn;
let temporary: ReturnType<typeof temporaryDirectory>;

beforeEach(async () => {
  standIn = await EventStoreStandIn.start();
  temporary = temporaryDirectory();
});
afterEach(async () => {
  temporary[Symbol.dispose]();
  await standIn[Symbol.asyncDispose]();
});

/** An instance with a directory, keys and marks of its own. */
function instance(name: string): DataDirectory {
  const store = parseStore(standIn.connectionString);
  if (store === undefined) throw new Error('no good connection string');
  return dataDirectory(join(temporary.path, name), store);
}

/** Gives an instance the installation's identity and head keys, and no mark. */
function giveKeys(from: DataDirectory, to: DataDirectory): void {
  mkdirSync(to.keys, { recursive: true, mode: 0o700 });
  cpSync(from.installationKeys, to.installationKeys);
}

const record = (revision: number) => ({
  ...{ stream: 'a', expectedRevision: revision },
  events: [datedEvent(`after ${revision}`, NOW)],
});

/** Two instances that have seen five events and a text; one of them is the operator's. */
async function filled(): Promise<readonly [operator: DataDirectory, other: DataDirectory]> {
  const [operator, other] = [instance('operator'), instance('other')];
  await using store = await opened(operator);
  for (let revision = NO_STREAM; revision < 3; revision += 1) await store.append(record(revision));
  await store.append({ ...record(3), texts: [sampleText('a text')] });
  await (await opened(operator, 'access')).close();
  giveKeys(operator, other);
  await using others = await opened(other);
  expect(await collect(others.read())).toHaveLength(5);
  return [operator, other];
}

async function opened(directory: DataDirectory, ledger: Ledger = 'trial') {
  const store: EventStore = await openLedger(directory, ledger);
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

const accept = (directory: DataDirectory, ledger: Ledger = 'trial') =>
  acceptLedger({ directory, ledger, reason: REASON, by: SYSTEM_ACTOR, ambient: SYSTEM, software: SOFTWARE });

async function heldIn(directory: DataDirectory): Promise<LedgerHeld['why'] | undefined> {
  const store = await openLedgerToRead(directory, 'trial');
  await store.close();
  return store.held?.why;
}

/** Appends to the ledger's events as any user of the cluster may, in the form of this software. */
function appendForeign(stream: string, revision: number, more: object = {}, event = datedEvent('forged', NOW)): void {
  const foreign = {
    id: randomUUID(),
    metadata: [['type', event.type] as const, ['content-type', 'application/octet-stream'] as const],
    customMetadata: Buffer.from(JSON.stringify({ stream, revision, ...more })),
    data: event.leaf,
  };
  standIn.streams.append(EVENTS, [foreign], 'any');
}

const NOW = '2026-11-24T09:00:00.000Z';
const FORGED_HEAD = { number: 1, key: '0123456789abcdef', mac: '0'.repeat(64) };

/** Both go on with the ledger, one after the other, and see what the other has written. */
async function expectUsed(directories: readonly DataDirectory[], events: number): Promise<void> {
  for (const [index, directory] of directories.entries()) {
    await using store = await opened(directory);
    expect(store.held).toBeUndefined();
    await store.append(sampleAppend(`after/${index}`, NO_STREAM));
    expect(await collect(store.read())).toHaveLength(events + index + 1);
  }
}

describe('a ledger in a cluster that is held', () => {
  it('[P11-10a] takes events again at every instance once a person has accepted a state that was put back', async () => {
    const [operator, other] = await filled();
    standIn.streams.forget(EVENTS, 3);
    expect(await accept(operator)).toMatchObject({ ledger: 'trial', why: 'behind-its-mark' });
    await expectUsed([operator, other], 3);
    await using access = await opened(operator, 'access');
    const [{ leaf } = { leaf: new Uint8Array() }] = await access.readStream('ledgers');
    const { type, data, metadata } = recordOf(leaf);
    expect([type, data, metadata.actor]).toEqual([
      'LedgerAccepted',
      { ledger: 'trial', why: 'behind-its-mark' },
      SYSTEM_ACTOR,
    ]);
    const { authentic } = await access.readTexts([metadata.reason ?? '']);
    expect([...authentic.values()].map(({ text }) => text)).toEqual([REASON]);
  });

  it.each([
    ['head-missing', {}],
    ['head-does-not-fit', { head: FORGED_HEAD, kept: { texts: 1_000_000, checkpoints: 1_000_000 } }],
  ])('[P11-10a] (%s) takes events again with the event of somebody else among them', async (why, more) => {
    const [operator, other] = await filled();
    appendForeign('a', 5, more);
    expect(await heldIn(other)).toBe(why);
    expect(await accept(operator)).toMatchObject({ why });
    await expectUsed([operator, other], 6);
  });

  it.each([
    ['has no good form', () => writeForeign(standIn, EVENTS, 'Foreign', '{}')],
    [
      'is no record',
      () => appendForeign('a', 5, { head: FORGED_HEAD }, { ...datedEvent('forged', NOW), leaf: Buffer.from('{}') }),
    ],
    ['has the revision of another', () => appendForeign('a', 4, { head: FORGED_HEAD })],
  ])('[P11-10a] is not accepted when an event of somebody else %s, and is read on', async (_what, write) => {
    const [operator, other] = await filled();
    write();
    const refusal = await refusalOf(accept(operator));
    expect(refusal).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringMatching(/nobody can take it away, .*see docs\/operations\/cluster.md$/) as unknown,
    });
    expect(standIn.streams.events(IDENTITY)).toHaveLength(2);
    await using store = await opened(other);
    expect(await collect(store.read())).toHaveLength(5);
    expect(await refusalOf(store.append(sampleAppend('b', NO_STREAM)))).toBeInstanceOf(LedgerHeld);
  });

  it('[EMA-610] leaves a way out that is left then: what is verified of it, which is all that was acknowledged, is copied', async () => {
    const directory = instance('operator');
    await using store = await opened(directory);
    await fillLedger(store);
    const events = await collect(store.read());
    writeForeign(standIn, EVENTS, 'Foreign', '{}');
    expect(await collect(store.read())).toEqual(events);
    await using target = await opened(dataDirectory(join(temporary.path, 'rescued')));
    expect(await refusalOf(migrateLedger({ source: store, target }))).toBeInstanceOf(LedgerHeld);
    const migrated = await migrateLedger({ source: store, target, ofHeld: 'verified' });
    expect(migrated).toMatchObject({ treeSize: events.length, held: 'head-missing' });
    expect(plain(await collect(target.read()))).toEqual(plain(events));
  });

  it('[P11-10a] cannot be brought back to what it was before the decision, also not by somebody who repeats an older one', async () => {
    const [operator, other] = await filled();
    standIn.streams.forget(EVENTS, 4);
    await accept(operator);
    const [, , first] = standIn.streams.events(IDENTITY) ?? [];
    standIn.streams.forget(EVENTS, 2);
    await accept(operator);
    standIn.streams.append(IDENTITY, [first!], 'any');
    writeForeign(standIn, IDENTITY, 'LedgerAccepted', Buffer.from(first!.data).toString('utf8'));
    await expectUsed([operator, other], 2);
    standIn.streams.forget(EVENTS, 2);
    rmSync(operator.replicas, { recursive: true });
    expect(await heldIn(operator)).toBe('behind-its-mark');
  });

  it('is not accepted when nothing is wrong with it', async () => {
    const [operator] = await filled();
    await expect(accept(operator)).rejects.toThrow('there is nothing to accept');
    expect(standIn.streams.events(IDENTITY)).toHaveLength(2);
  });
});
