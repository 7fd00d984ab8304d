import { NO_STREAM, NotThisLedger, parseStore, StoreOverloaded, StoreUnavailable } from '@bali/event-store';
import { sampleAppend, temporaryDirectory } from '@bali/event-store/testing';
import { dataDirectory, openLedger } from '@bali/installation';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Buffer } from 'node:buffer';
import { readdirSync, rmSync } from 'node:fs';
import { collect, plain, refusalOf } from '@bali/event-store/testing/contract';
import { Installations, writeForeign } from './open-against.js';
import { EventStoreStandIn } from './stand-in.js';

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

const write = (stream: string, type: string, data: object) => writeForeign(standIn, stream, type, JSON.stringify(data));

const metadataOf = (stream: string) =>
  standIn.streams.events(`$$${stream}`)?.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as unknown);

describe('a ledger in a cluster', () => {
  it('is never taken for that of another trial, or for another ledger', async () => {
    await installations.store(standIn).open();
    const otherTrial = await refusalOf(installations.store(standIn, { trialId: 'NCT00000001' }).open());
    expect(otherTrial).toBeInstanceOf(NotThisLedger);
    expect(otherTrial).toMatchObject({
      message: 'bali.trial.identity is the ledger trial of NCT00904501, not trial of NCT00000001',
    });
    expect(await installations.store(standIn, { ledger: 'sealed' }).lastPosition()).toBe(-1);
  });

  it('is made by one of several that open it at once, also when what another wrote cannot be read yet', async () => {
    standIn.faults.behind = { kind: '.identity', reads: 3 };
    const stores = Array.from({ length: 4 }, () => installations.store(standIn));
    await Promise.all(stores.map((store) => store.open()));
    expect(standIn.streams.events('bali.trial.identity')).toHaveLength(2);
  });

  it('is made also where the files of the store that it moves from are still in the data directory', async () => {
    using place = temporaryDirectory();
    const files = await openLedger(dataDirectory(place.path), 'trial');
    await files.append(sampleAppend('a', NO_STREAM));
    await files.close();
    const cluster = await openLedger(dataDirectory(place.path, parseStore(standIn.connectionString)), 'trial');
    expect(await cluster.lastPosition()).toBe(-1);
    await cluster.close();
  });

  it('is not made by a reader, and not written to', async () => {
    const store = installations.store(standIn, { readOnly: true });
    expect(await refusalOf(store.open())).toBeInstanceOf(NotThisLedger);
    expect(standIn.requests.append).toBe(0);
    await installations.store(standIn).append(sampleAppend('a', NO_STREAM));
    expect(await store.lastPosition()).toBe(0);
    expect(await refusalOf(store.append(sampleAppend('a', 0)))).toBeInstanceOf(StoreUnavailable);
    expect(await refusalOf(store.eraseText('0'.repeat(64)))).toBeInstanceOf(StoreUnavailable);
  });

  it('is protected when it is made: only administrators may delete its streams or say how long they are kept', async () => {
    await installations.store(standIn).open();
    for (const what of ['events', 'identity', 'checkpoints', 'texts'])
      expect(metadataOf(`bali.trial.${what}`)).toEqual([{ $acl: { $d: [], $mw: ['$admins'] } }]);
  });

  it.each(['$maxAge', '$maxCount', '$tb'])(
    'is refused when %s makes the cluster forget events of it',
    async (setting) => {
      await installations.store(standIn).append(sampleAppend('a', NO_STREAM, 3));
      write('$$bali.trial.events', '$metadata', { [setting]: 2 });
      const refusal = await refusalOf(installations.store(standIn).open());
      expect(refusal).toBeInstanceOf(NotThisLedger);
      expect(refusal).toMatchObject({ message: expect.stringContaining(`forget events (${setting})`) as unknown });
    },
  );

  it('[P11-10c] is refused when the cluster has lost what was seen there, at once and also when it is opened again', async () => {
    const store = installations.store(standIn, { directory: installations.directory.path, patienceMs: 50 });
    await store.append(sampleAppend('a', NO_STREAM, 5));
    standIn.streams.forget('bali.trial.events', 3);
    for (const asked of [store.lastPosition(), store.append(sampleAppend('a', 4))])
      expect(await refusalOf(asked)).toBeInstanceOf(NotThisLedger);
    await store.close();
    const again = installations.store(standIn, { directory: installations.directory.path, patienceMs: 50 });
    const refusal = await refusalOf(again.open());
    expect(refusal).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringMatching(/does not hold the last event that .* restored from an older back-up/) as unknown,
    });
  });

  it('[P11-10a] gets no checkpoint any more from when on the cluster is set to forget events of it', async () => {
    const store = installations.store(standIn, { idleLimitMs: 0 });
    await store.append(sampleAppend('a', NO_STREAM, 3));
    await store.keepCheckpoint({ size: 1, note: 'one' });
    write('$$bali.trial.events', '$metadata', { $maxCount: 2 });
    const refusal = await refusalOf(store.keepCheckpoint({ size: 3, note: 'three' }));
    expect(refusal).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringContaining('($maxCount)') as unknown,
    });
    expect(await store.lastCheckpoint()).toEqual({ size: 1, note: 'one' });
  });

  it('[P11-10a] gets no checkpoint any more when the cluster has lost some that were seen there', async () => {
    const store = installations.store(standIn);
    await store.append(sampleAppend('a', NO_STREAM, 3));
    for (const size of [1, 2]) await store.keepCheckpoint({ size, note: `of ${size}` });
    await store.lastCheckpoint();
    standIn.streams.forget('bali.trial.checkpoints', 1);
    const refusal = await refusalOf(store.keepCheckpoint({ size: 3, note: 'of 3' }));
    expect(refusal).toMatchObject({
      name: 'NotThisLedger',
      message: expect.stringContaining(
        'has no longer the checkpoint that this installation has seen there last',
      ) as unknown,
    });
    expect(standIn.streams.events('bali.trial.checkpoints')).toHaveLength(1);
  });

  it('[P11-10a] is held when somebody else has written into its stream what is no event of ours, and is read on', async () => {
    const store = installations.store(standIn);
    await store.append(sampleAppend('a', NO_STREAM));
    write('bali.trial.events', 'Foreign', { what: 'is this' });
    for (const opened of [store, installations.store(standIn)]) {
      expect(await opened.lastPosition()).toBe(0);
      expect(opened.held).toMatchObject({ why: 'head-missing' });
    }
    const unverified = installations.store(standIn, { heads: 'not-verified', readOnly: true });
    expect(await refusalOf(unverified.open())).toMatchObject({
      name: 'NotThisLedger',
      message: "an event of the ledger's stream was not written by this software",
    });
  });
});

describe('the copy of an installation', () => {
  it('is gone on with, may be thrown away, and is then made again', async () => {
    using directory = temporaryDirectory();
    const own = { directory: directory.path };
    const store = installations.store(standIn, own);
    for (let revision = -1; revision < 9; revision += 1) await store.append(sampleAppend('a', revision));
    const all = plain(await collect(store.read()));
    await store.close();
    expect(readdirSync(directory.path)).toEqual([expect.stringMatching(/^trial-[0-9a-f-]{36}-headed\.db$/)]);
    const again = installations.store(standIn, own);
    expect(plain(await collect(again.read()))).toEqual(all);
    await again.close();
    rmSync(directory.path, { recursive: true });
    expect(plain(await collect(installations.store(standIn, own).read()))).toEqual(all);
  });

  it('is another one for a ledger of the same name in another cluster', async () => {
    using directory = temporaryDirectory();
    await using elsewhere = await EventStoreStandIn.start();
    await installations.store(standIn, { directory: directory.path }).append(sampleAppend('a', NO_STREAM, 3));
    expect(await installations.store(elsewhere, { directory: directory.path }).lastPosition()).toBe(-1);
    expect(readdirSync(directory.path).filter((name) => name.endsWith('.db'))).toHaveLength(2);
  });
});

describe('too many appends', () => {
  it('are refused, and those that wait are not harmed', async () => {
    const store = installations.store(standIn, { maxWaitingAppends: 5 });
    await store.open();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => store.append(sampleAppend(`stream-${index}`, NO_STREAM))),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.every(({ reason }) => reason instanceof StoreOverloaded)).toBe(true);
    expect(refused).toHaveLength(3);
    expect(await store.lastPosition()).toBe(4);
  });
});
