import {
  type Append,
  EventIdTaken,
  MAX_APPEND_EVENTS,
  NO_STREAM,
  StoreUnavailable,
  WrongExpectedRevision,
} from '@bali/event-store';
import { MAX_LEAF_BYTES } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleAppend, sampleEvent, sampleText } from '../sample-events.js';
import { collect, plain, refusalOf } from './collect.js';
import type { StoreFactory } from './store-under-test.js';

/** What every adapter guarantees of appending. */
export function describeAppending(name: string, factory: StoreFactory): void {
  describe(`${name}: appending`, () => {
    describeAnswers(factory);
    describeExpectations(factory);
    describeRetrying(factory);
    describeBadRequests(factory);
    describeClosing(factory);
  });
}

function describeAnswers(factory: StoreFactory): void {
  it('numbers positions through the ledger and revisions through each stream, both from 0', async () => {
    await using storage = factory();
    const store = await storage.open();
    expect(await store.append(sampleAppend('a', NO_STREAM, 2))).toEqual({ revision: 1, position: 1 });
    expect(await store.append(sampleAppend('b', NO_STREAM))).toEqual({ revision: 0, position: 2 });
    expect(await store.append(sampleAppend('a', 1))).toEqual({ revision: 2, position: 3 });
    const places = (await collect(store.read())).map(({ position, stream, revision }) => [position, stream, revision]);
    expect(places).toEqual([
      [0, 'a', 0],
      [1, 'a', 1],
      [2, 'b', 0],
      [3, 'a', 2],
    ]);
  });

  it('[P11-10c] gives back the very bytes, whatever they are', async () => {
    await using storage = factory();
    const store = await storage.open();
    let revision = NO_STREAM;
    const leaf = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.constant(new Uint8Array(MAX_LEAF_BYTES).fill(0xc3)),
    );
    await fc.assert(
      fc.asyncProperty(leaf, async (bytes) => {
        const event = sampleEvent(`bytes ${revision + 1}`, bytes);
        ({ revision } = await store.append({ stream: 'bytes', expectedRevision: revision, events: [event] }));
        const [stored] = await store.readStream('bytes', revision);
        expect(plain([stored!])).toEqual(plain([{ ...event, stream: 'bytes', revision, position: revision }]));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps everything when it is closed and opened again', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM, 7));
    const before = plain(await collect(store.read()));
    await store.close();
    expect(plain(await collect((await storage.open()).read()))).toEqual(before);
  });
}

function describeExpectations(factory: StoreFactory): void {
  it.each([NO_STREAM, 0, 2, 99])('refuses an expectation of %d on a stream at 1, and says so', async (expected) => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM, 2));
    const append = { stream: 'a', expectedRevision: expected, events: [sampleEvent('another')] };
    const refusal = await refusalOf(store.append(append));
    expect(refusal).toBeInstanceOf(WrongExpectedRevision);
    expect(refusal).toMatchObject({ stream: 'a', expectedRevision: expected, actualRevision: 1 });
    expect(await store.lastPosition()).toBe(1);
  });

  it('refuses an expectation of 0 on a stream that does not exist', async () => {
    await using storage = factory();
    const refusal = await refusalOf((await storage.open()).append(sampleAppend('a', 0)));
    expect(refusal).toMatchObject({ expectedRevision: 0, actualRevision: NO_STREAM });
  });

  it('lets one of many writers win, and refuses the others with where it is now', async () => {
    await using storage = factory();
    const stores = await Promise.all([storage.open(), storage.open()]);
    const events = Array.from({ length: 20 }, (_, writer) => sampleEvent(`writer ${writer}`));
    const outcomes = await Promise.allSettled(
      events.map((event, writer) =>
        stores[writer % 2]!.append({ stream: 'a', expectedRevision: NO_STREAM, events: [event] }),
      ),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(19);
    for (const refusal of refused) expect(refusal).toMatchObject({ name: 'WrongExpectedRevision', actualRevision: 0 });
    expect(await stores[0].readStream('a')).toHaveLength(1);
  });

  it('stores all events of an append or none', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM));
    const taken = { stream: 'b', expectedRevision: NO_STREAM, events: [sampleEvent('new'), sampleEvent('a/0')] };
    expect(await refusalOf(store.append({ ...taken, texts: [sampleText('why')] }))).toBeInstanceOf(EventIdTaken);
    expect(await store.readStream('b')).toEqual([]);
    expect(await store.readTexts([sampleText('why').hash])).toEqual({ authentic: new Map(), altered: new Set() });
    expect(await store.lastPosition()).toBe(0);
  });

  it('does no harm to the appends beside a refused one', async () => {
    await using storage = factory();
    const store = await storage.open();
    const outcomes = await Promise.allSettled([
      store.append(sampleAppend('a', NO_STREAM)),
      store.append(sampleAppend('b', 5)),
      store.append({ stream: 'c', expectedRevision: NO_STREAM, events: [sampleEvent('a/0')] }),
      store.append(sampleAppend('d', NO_STREAM, 2)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect((await collect(store.read())).map(({ stream }) => stream)).toEqual(['a', 'd', 'd']);
  });
}

function describeRetrying(factory: StoreFactory): void {
  it('answers a retry as the first time, also when the stream has moved on, and writes nothing', async () => {
    await using storage = factory();
    const store = await storage.open();
    const append = sampleAppend('a', NO_STREAM, 3);
    const first = await store.append(append);
    expect(await store.append(append)).toEqual(first);
    await store.append(sampleAppend('a', 2));
    expect(await store.append(append)).toEqual(first);
    expect(await store.lastPosition()).toBe(3);
  });

  it('answers both of two same appends at once alike', async () => {
    await using storage = factory();
    const [one, other] = await Promise.all([storage.open(), storage.open()]);
    const append = sampleAppend('a', NO_STREAM, 2);
    const answers = await Promise.all([one.append(append), one.append(append), other.append(append)]);
    expect(answers).toEqual([{ revision: 1, position: 1 }, answers[0], answers[0]]);
    expect(await one.lastPosition()).toBe(1);
  });

  it('does not take for a retry what is only partly there, or has other bytes, or another type', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM));
    const event = sampleEvent('a/0');
    const attempts = [
      sampleAppend('a', NO_STREAM, 2),
      { stream: 'a', expectedRevision: NO_STREAM, events: [{ ...event, leaf: Uint8Array.of(1) }] },
      { stream: 'a', expectedRevision: NO_STREAM, events: [{ ...event, type: 'Other' }] },
    ];
    for (const attempt of attempts)
      expect(await refusalOf(store.append(attempt))).toMatchObject({
        name: 'WrongExpectedRevision',
        actualRevision: 0,
      });
    expect(await store.lastPosition()).toBe(0);
  });

  it('does not write the texts of a retry again once they were erased', async () => {
    await using storage = factory();
    const store = await storage.open();
    const text = sampleText('a name by mistake');
    const append: Append = { ...sampleAppend('a', NO_STREAM), texts: [text] };
    await store.append(append);
    await store.eraseText(text.hash);
    await store.append(append);
    expect(await store.readTexts([text.hash])).toEqual({ authentic: new Map(), altered: new Set() });
  });

  it('refuses an id that is in the ledger in another place', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM));
    const event = sampleEvent('a/0');
    for (const [stream, expectedRevision] of [['b', NO_STREAM] as const, ['a', 0] as const]) {
      const refusal = await refusalOf(store.append({ stream, expectedRevision, events: [event] }));
      expect(refusal).toBeInstanceOf(EventIdTaken);
      expect(refusal).toMatchObject({ id: event.id });
    }
    expect(await store.lastPosition()).toBe(0);
  });
}

function describeBadRequests(factory: StoreFactory): void {
  const good = sampleAppend('a', NO_STREAM);
  const event = sampleEvent('a/0');
  const text = sampleText('text');
  const manyEvents = Array.from({ length: MAX_APPEND_EVENTS + 1 }, (_, index) => sampleEvent(`many ${index}`));
  const largeEvents = manyEvents.slice(0, 16).map((one) => ({ ...one, leaf: new Uint8Array(MAX_LEAF_BYTES) }));
  it.each<[string, Append]>([
    ['no events', { ...good, events: [] }],
    ['too many events', { ...good, events: manyEvents }],
    ['too many bytes', { ...good, events: largeEvents }],
    ['an empty leaf', { ...good, events: [{ ...event, leaf: new Uint8Array() }] }],
    ['a leaf that is too large', { ...good, events: [{ ...event, leaf: new Uint8Array(MAX_LEAF_BYTES + 1) }] }],
    ['the same id twice', { ...good, events: [event, event] }],
    ['an id that is no UUID', { ...good, events: [{ ...event, id: '1' }] }],
    ['an id in upper case', { ...good, events: [{ ...event, id: event.id.toUpperCase() }] }],
    ['a type without a name', { ...good, events: [{ ...event, type: '' }] }],
    ['a stream without a name', { ...good, stream: '' }],
    ['a stream of the system', { ...good, stream: '$settings' }],
    ['a stream with a space', { ...good, stream: 'a b' }],
    ['a stream with a line break', { ...good, stream: 'a\n' }],
    ['a stream with a long name', { ...good, stream: 'a'.repeat(201) }],
    ['an expectation below -1', { ...good, expectedRevision: -2 }],
    ['a broken expectation', { ...good, expectedRevision: 0.5 }],
    ['no number as expectation', { ...good, expectedRevision: Number.NaN }],
    ['a text of another hash', { ...good, texts: [{ ...text, text: 'other' }] }],
    ['a text of a short salt', { ...good, texts: [{ ...text, salt: 'abcd' }] }],
    ['a text with a lone surrogate', { ...good, texts: [sampleText('\uD800')] }],
    ['a text that is too long', { ...good, texts: [sampleText('a'.repeat(16_001))] }],
  ])('refuses %s', async (_, append) => {
    await using storage = factory();
    const store = await storage.open();
    await expect(store.append(append)).rejects.toThrow(RangeError);
    expect(await store.lastPosition()).toBe(-1);
  });
}

function describeClosing(factory: StoreFactory): void {
  it('finishes the appends under way when it is closed, and refuses every later call', async () => {
    await using storage = factory();
    const store = await storage.open();
    const underWay = Array.from({ length: 30 }, (_, index) => store.append(sampleAppend(`stream-${index}`, NO_STREAM)));
    const closed = store.close();
    const late = await Promise.all([
      refusalOf(store.append(sampleAppend('late', NO_STREAM))),
      refusalOf(store.readStream('a')),
      refusalOf(store.lastPosition()),
      refusalOf(collect(store.read())),
      refusalOf(store.readTexts([])),
      refusalOf(store.eraseText(sampleText('').hash)),
    ]);
    for (const refusal of late) expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect(await Promise.all(underWay)).toHaveLength(30);
    await closed;
    await store.close();
    expect(await (await storage.open()).lastPosition()).toBe(29);
  });
}
