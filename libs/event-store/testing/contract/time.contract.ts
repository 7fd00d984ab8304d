import { type Append, type EventToAppend, NO_STREAM, type StoredEvent } from '@bali/event-store';
import { canonicalBytes, recordedAtOf } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import { datedEvent, sampleAppend, sampleEvent } from '../sample-events.js';
import { collect, plain, refusalOf } from './collect.js';
import type { StoreFactory } from './store-under-test.js';

const at = (time: string) => `2026-11-30T${time}.000Z`;
const append = (stream: string, expectedRevision: number, ...events: readonly EventToAppend[]): Append => ({
  ...{ stream, expectedRevision },
  events,
});
const recorded = (events: readonly StoredEvent[]) => events.map(({ leaf }) => recordedAtOf(leaf));

/** What every adapter guarantees of the instants in a ledger. */
export function describeTime(name: string, factory: StoreFactory): void {
  describe(`${name}: time`, () => {
    describeOrder(factory);
    describeSameAgain(factory);
    describeBadLeaves(factory);
  });
}

function describeOrder(factory: StoreFactory): void {
  it('[P11-10e] never goes back in a ledger, whoever appends, to which stream, and also after it was opened again', async () => {
    await using storage = factory();
    const [one, other] = await Promise.all([storage.open(), storage.open()]);
    await one.append(append('a', NO_STREAM, datedEvent('first', at('16:01:00'))));
    await other.append(append('b', NO_STREAM, datedEvent('set back', at('13:02:00'))));
    await one.append(append('a', 0, datedEvent('later', at('16:01:01'))));
    await other.append(append('b', 0, datedEvent('still back', at('13:03:00'))));
    await Promise.all([one.close(), other.close()]);
    const again = await storage.open();
    await again.append(append('c', NO_STREAM, datedEvent('opened again', at('13:04:00'))));
    await again.append(append('c', 0, datedEvent('right', at('17:00:00'))));
    const [first, later, right] = [at('16:01:00'), at('16:01:01'), at('17:00:00')];
    expect(recorded(await collect(again.read()))).toEqual([first, first, later, later, later, right]);
  });

  it('never goes back among appends that are committed together, and is one for all events of an append', async () => {
    await using storage = factory();
    const store = await storage.open();
    await Promise.all([
      store.append(append('a', NO_STREAM, datedEvent('1', at('12:00:02')))),
      store.append(append('b', NO_STREAM, datedEvent('2', at('12:00:01')), datedEvent('3', at('12:00:03')))),
      store.append(append('a', 7, datedEvent('refused', at('12:00:09')))).catch(() => undefined),
      store.append(append('c', NO_STREAM, datedEvent('4', at('12:00:00')))),
    ]);
    const instants = ['12:00:02', '12:00:03', '12:00:03', '12:00:03'].map(at);
    expect(recorded(await collect(store.read()))).toEqual(instants);
  });

  it('is that of its leaf for what is copied, and what is recorded now comes after it', async () => {
    await using storage = factory();
    const store = await storage.open();
    const copy = (label: string, time: string) => sampleEvent(label, datedEvent(label, at(time)).leaf);
    await store.append(append('a', NO_STREAM, copy('1', '16:01:00'), copy('2', '13:02:00')));
    await store.append(append('b', NO_STREAM, copy('3', '12:00:00')));
    await store.append(append('a', 1, datedEvent('4', at('11:00:00'))));
    const instants = ['16:01:00', '13:02:00', '12:00:00', '12:00:00'].map(at);
    expect(recorded(await collect(store.read()))).toEqual(instants);
  });

  it.each([
    ['no record', canonicalBytes({ label: 'x' })],
    ['an instant in another form', canonicalBytes({ metadata: { recordedAt: 'tomorrow' } })],
    ['no JSON', Uint8Array.of(0xff)],
  ])('is the own one of what follows %s', async (_, leaf) => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(append('a', NO_STREAM, sampleEvent('x', leaf)));
    await store.append(append('a', 0, datedEvent('y', at('11:00:00'))));
    expect(recorded(await store.readStream('a', 1))).toEqual([at('11:00:00')]);
  });
}

function describeSameAgain(factory: StoreFactory): void {
  it('answers a retry as the first time when the events were dated later for their place', async () => {
    await using storage = factory();
    const [one, other] = await Promise.all([storage.open(), storage.open()]);
    await one.append(append('a', NO_STREAM, datedEvent('before', at('16:01:00'))));
    const setBack = append('b', NO_STREAM, datedEvent('1', at('13:02:00')), datedEvent('2', at('13:02:00')));
    const first = await one.append(setBack);
    await one.append(append('a', 0, datedEvent('after', at('17:00:00'))));
    expect(await one.append(setBack)).toEqual(first);
    expect(await other.append(setBack)).toEqual(first);
    expect(await one.lastPosition()).toBe(3);
  });

  it('does not take for a retry what was made at a later instant, or says something else', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(append('a', NO_STREAM, datedEvent('1', at('13:02:00'))));
    const before = plain(await collect(store.read()));
    const later = datedEvent('1', at('13:02:01'));
    const another = { ...datedEvent('2', at('13:00:00')), id: later.id };
    for (const event of [later, another])
      expect(await refusalOf(store.append(append('a', NO_STREAM, event)))).toMatchObject({
        name: 'WrongExpectedRevision',
      });
    expect(plain(await collect(store.read()))).toEqual(before);
  });
}

function describeBadLeaves(factory: StoreFactory): void {
  it.each<[string, () => Uint8Array]>([
    [
      'fails',
      () => {
        throw new TypeError('no leaf');
      },
    ],
    ['gives no bytes', () => new Uint8Array()],
    ['gives too many bytes', () => new Uint8Array(70_000)],
  ])(
    'is refused for what cannot be dated later because its making %s, and for nothing beside it',
    async (_, leafAt) => {
      await using storage = factory();
      const store = await storage.open();
      await store.append(append('a', NO_STREAM, datedEvent('1', at('16:01:00'))));
      const bad = { ...sampleEvent('bad'), dated: { recordedAt: at('13:02:00'), leafAt } };
      const outcomes = await Promise.allSettled([
        store.append(append('b', NO_STREAM, bad)),
        store.append(sampleAppend('c', NO_STREAM)),
      ]);
      expect(outcomes).toMatchObject([{ status: 'rejected', reason: { name: 'RangeError' } }, { status: 'fulfilled' }]);
      expect(await store.lastPosition()).toBe(1);
    },
  );

  it.each(['2026-11-30T13:02:00Z', '2026-11-30', 'now', ''])(
    'is refused where it is said as "%s"',
    async (recordedAt) => {
      await using storage = factory();
      const store = await storage.open();
      await expect(store.append(append('a', NO_STREAM, datedEvent('1', recordedAt)))).rejects.toThrow(RangeError);
    },
  );
}
