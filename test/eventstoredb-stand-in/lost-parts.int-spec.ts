import { type EventStore, NO_STREAM, NotThisLedger } from '@bali/event-store';
import { sampleAppend, sampleEvent, sampleText } from '@bali/event-store/testing';
import { collect, refusalOf } from '@bali/event-store/testing/contract';
import type { FreeText } from '@bali/ledger';
import { migrateLedger } from '@bali/operations';
import { Buffer } from 'node:buffer';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Installations } from './open-against.js';
import { EventStoreStandIn } from './stand-in.js';

const TEXTS = Array.from({ length: 6 }, (_, number) => sampleText(`text ${number}`));

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

/** A ledger with events, texts and checkpoints, as one installation sees it that looks again before each checkpoint. */
async function filled(): Promise<EventStore> {
  const store = installations.store(standIn, { idleLimitMs: 0 });
  for (const [place, text] of TEXTS.entries()) await store.append({ ...sampleAppend('a', place - 1), texts: [text] });
  for (const size of [1, 2, 3, 4, 5]) await store.keepCheckpoint({ size, note: `of ${size}` });
  await store.append(sampleAppend('a', TEXTS.length - 1));
  return store;
}

/** What {@link refusalOf} gives for a call that was not refused. */
const WHOLE = 'was not refused';

/** What an installation is told that opens the ledger now, for the first time. */
const opening = () => refusalOf(installations.store(standIn).open());

/** What it is told that looks for every text. */
const looking = () => refusalOf(installations.store(standIn).expectTextsWhole());

const named = (name: string, message: RegExp) => ({
  name,
  message: expect.stringMatching(message) as unknown,
});

describe('a ledger that has lost a part in the cluster', () => {
  it.each(['events', 'checkpoints', 'texts'])(
    '[P11-10a] is refused at opening, and gets no checkpoint, when the beginning of its %s is gone, also where nothing says why',
    async (what) => {
      const store = await filled();
      standIn.streams.forgetBefore(`bali.trial.${what}`, 1);
      const message = new RegExp(
        `^the stream bali.trial.${what} is not whole in the cluster: its beginning is gone there`,
      );
      expect(await opening()).toMatchObject(named('NotThisLedger', message));
      const signing = store.keepCheckpoint({ size: 6, note: 'of 6' });
      expect(await refusalOf(signing)).toMatchObject(named('NotThisLedger', message));
    },
  );

  it('[P11-10a] is refused, and not made anew, when its identity is gone', async () => {
    const store = await filled();
    standIn.streams.lose('bali.trial.identity');
    const message = /^bali.trial.identity is gone in the cluster, and bali.trial.events is still there. Restore/;
    expect(await opening()).toMatchObject(named('NotThisLedger', message));
    expect(standIn.streams.events('bali.trial.identity')).toBeUndefined();
    expect(await refusalOf(store.keepCheckpoint({ size: 6, note: 'of 6' }))).toBeInstanceOf(NotThisLedger);
  });

  it.each(['checkpoints', 'texts'])(
    '[P11-10a] is refused at opening, and gets no checkpoint, when its %s end before what its events say',
    async (what) => {
      const store = await filled();
      standIn.streams.forget(`bali.trial.${what}`, 3);
      const refusal = named(
        'NotThisLedger',
        new RegExp(`^the stream bali.trial.${what} has lost its end in the cluster`),
      );
      expect(await opening()).toMatchObject(refusal);
      expect(await refusalOf(store.keepCheckpoint({ size: 6, note: 'of 6' }))).toMatchObject(refusal);
    },
  );

  it.each(['events', 'checkpoints', 'texts'])(
    '[P11-10a] is refused at opening when its %s have a gap',
    async (what) => {
      await filled();
      standIn.streams.lose(`bali.trial.${what}`, 2);
      expect(await opening()).toBeInstanceOf(NotThisLedger);
    },
  );

  it('[P11-10a] is read on, and is no ledger to copy, when a text is gone that was never erased; one that was erased is not missed', async () => {
    const store = await filled();
    const [erased, lost] = TEXTS;
    await store.eraseText(erased!.hash);
    expect(await looking()).toBe(WHOLE);
    standIn.streams.lose(`bali.trial.text-${lost!.hash}`);
    expect(await opening()).toBe(WHOLE);
    expect((await installations.store(standIn).readTexts([lost!.hash])).authentic).toEqual(new Map());
    expect(await looking()).toMatchObject(
      named('NotThisLedger', new RegExp(`^the cluster has lost a free text .*${lost!.hash}.* Restore the cluster`)),
    );
  });

  it('[EMA-610] is not migrated when a text is gone that no event names here, as in the sealed ledger without its keys', async () => {
    const lost = sampleText('of a sealed record');
    const source = installations.store(standIn, { ledger: 'sealed' });
    await source.append({ ...sampleAppend('a', NO_STREAM), texts: [lost] });
    standIn.streams.lose(`bali.sealed.text-${lost.hash}`);
    await using others = new Installations('elsewhere');
    const target = others.store(standIn, { ledger: 'sealed' });
    expect(await refusalOf(migrateLedger({ source, target }))).toMatchObject(
      named('NotThisLedger', /^the cluster has lost a free text/),
    );
    expect(await target.lastPosition()).toBe(-1);
  });

  it('[P11-10a] misses no text that an earlier version registered, and no event names', async () => {
    const [unnamed, lost] = [sampleText('of an append that a crash cut'), sampleText('named')];
    const event = { ...sampleEvent('of a text'), leaf: Buffer.from(JSON.stringify({ reason: lost.hash })) };
    await installations.store(standIn).append({ stream: 'a', expectedRevision: NO_STREAM, events: [event] });
    registerAsBefore(unnamed);
    expect(await looking()).toBe(WHOLE);
    registerAsBefore(lost);
    expect(await looking()).toMatchObject(named('NotThisLedger', new RegExp(lost.hash)));
  });

  it('is refused by name, by whatever it is asked, when a stream was deleted while it is open', async () => {
    const store = await filled();
    for (const what of ['texts', 'checkpoints']) {
      const stream = `bali.trial.${what}`;
      standIn.streams.tombstone(stream, (standIn.streams.events(stream)?.length ?? 0) - 1);
    }
    const asked = {
      allTexts: () => collected(textsOf(store)),
      keepTexts: () => store.keepTexts([sampleText('another')]),
      readCheckpoints: () => collected(store.readCheckpoints()),
      lastCheckpoint: () => store.lastCheckpoint(),
      keepCheckpoint: () => store.keepCheckpoint({ size: 6, note: 'of 6' }),
    };
    expect(await opening()).toMatchObject(named('NotThisLedger', /^the stream bali.trial.\w+ was deleted/));
    for (const ask of Object.values(asked))
      expect(await refusalOf(ask())).toMatchObject(
        named('NotThisLedger', /^the stream bali.trial.\w+ was deleted in the cluster/),
      );
    expect(await collect(store.read())).toHaveLength(7);
  });

  it('is refused by whatever it is asked when the stream of its events was deleted while it is open', async () => {
    const store = await filled();
    standIn.streams.tombstone('bali.trial.events', 6);
    const asked = {
      append: () => store.append(sampleAppend('a', 6)),
      readStream: () => store.readStream('a'),
      read: () => collect(store.read()),
      lastPosition: () => store.lastPosition(),
      keepCheckpoint: () => store.keepCheckpoint({ size: 6, note: 'of 6' }),
    };
    for (const ask of Object.values(asked)) expect(await refusalOf(ask())).toBeInstanceOf(NotThisLedger);
  });
});

async function collected<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

async function* textsOf(store: EventStore): AsyncGenerator<readonly FreeText[]> {
  for await (const { authentic } of store.allTexts()) yield [...authentic.values()];
}

/** An entry of the register in the form that earlier versions wrote. */
function registerAsBefore({ hash }: FreeText): void {
  const metadata = [['type', 'TextKept'] as const, ['content-type', 'application/octet-stream'] as const];
  const entry = { id: sampleEvent('entry').id, metadata, customMetadata: Buffer.from('{}'), data: Buffer.from(hash) };
  standIn.streams.append('bali.trial.texts', [entry], 'any');
}
