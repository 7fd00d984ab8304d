import { type EventStore, NO_STREAM } from '@bali/event-store';
import { describe, expect, it } from '@jest/globals';
import { sampleAppend } from '../sample-events.js';
import { collect, plain } from './collect.js';
import type { StoreFactory } from './store-under-test.js';

const EVENTS = 23;

/** Events of two streams, so that places in the ledger and in a stream differ. */
async function fill(store: EventStore): Promise<void> {
  for (let revision = 0; revision * 2 < EVENTS - 1; revision += 1) {
    await store.append(sampleAppend('a', revision - 1));
    await store.append(sampleAppend('b', revision - 1));
  }
  await store.append(sampleAppend('c', NO_STREAM));
}

/** What every adapter guarantees of reading. */
export function describeReading(name: string, factory: StoreFactory): void {
  describe(`${name}: reading`, () => {
    describeTheLedger(factory);
    describeAStream(factory);
  });
}

function describeTheLedger(factory: StoreFactory): void {
  it('finds nothing in an empty ledger', async () => {
    await using storage = factory();
    const store = await storage.open();
    expect(await store.lastPosition()).toBe(-1);
    expect(await collect(store.read())).toEqual([]);
    expect(await collect(store.read(7))).toEqual([]);
    expect(await store.readStream('a')).toEqual([]);
  });

  it('reads from any position to the end, in order, without an empty page', async () => {
    await using storage = factory();
    const store = await storage.open();
    await fill(store);
    const all = plain(await collect(store.read()));
    expect(all.map(({ position }) => position)).toEqual(Array.from({ length: EVENTS }, (_, position) => position));
    for (let from = 0; from <= EVENTS + 1; from += 1) {
      const pages: number[] = [];
      for await (const page of store.read(from)) pages.push(page.length);
      expect(pages).not.toContain(0);
      expect(plain(await collect(store.read(from)))).toEqual(all.slice(from));
    }
  });

  it('reads in pages as small as the reader wants them', async () => {
    await using storage = factory();
    const store = await storage.open();
    await fill(store);
    const pages: number[] = [];
    for await (const page of store.read(0, 5)) pages.push(page.length);
    expect(pages).toEqual([5, 5, 5, 5, 3]);
  });

  it('ends where the ledger ended when reading began', async () => {
    await using storage = factory();
    const store = await storage.open();
    await fill(store);
    let read = 0;
    for await (const page of store.read()) {
      if (read === 0) await store.append(sampleAppend('late', NO_STREAM));
      read += page.length;
    }
    expect(read).toBe(EVENTS);
  });

  it('can be left before the end', async () => {
    await using storage = factory();
    const store = await storage.open();
    await fill(store);
    for await (const page of store.read()) {
      expect(page.length).toBeLessThan(EVENTS);
      break;
    }
    expect(await store.append(sampleAppend('late', NO_STREAM))).toEqual({ revision: 0, position: EVENTS });
  });

  it('sees at once what was acknowledged elsewhere', async () => {
    await using storage = factory();
    const [one, other] = await Promise.all([storage.open(), storage.open()]);
    for (let revision = 0; revision < 10; revision += 1) {
      const { position } = await one.append(sampleAppend('a', revision - 1));
      expect(await other.lastPosition()).toBe(position);
      expect(await other.readStream('a', revision)).toHaveLength(1);
    }
  });

  it.each([-1, 0.5, Number.NaN])('refuses to read from %d', async (from) => {
    await using storage = factory();
    const store = await storage.open();
    await expect(collect(store.read(from))).rejects.toThrow(RangeError);
    await expect(store.readStream('a', from)).rejects.toThrow(RangeError);
  });
}

function describeAStream(factory: StoreFactory): void {
  it('reads a stream from any revision, and nothing of another', async () => {
    await using storage = factory();
    const store = await storage.open();
    await fill(store);
    const stream = (await collect(store.read())).filter((event) => event.stream === 'b');
    for (let from = 0; from <= stream.length; from += 1)
      expect(plain(await store.readStream('b', from))).toEqual(plain(stream.slice(from)));
  });

  it('reads a stream of more events than a page holds', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('long', NO_STREAM, 600));
    const revisions = (await store.readStream('long')).map(({ revision }) => revision);
    expect(revisions).toEqual(Array.from({ length: 600 }, (_, revision) => revision));
  });

  it('tells streams of similar names apart', async () => {
    await using storage = factory();
    const store = await storage.open();
    const names = ['patient-REI-001', 'patient-REI-0011', 'Patient-REI-001', 'patient-REI-00', 'patient%'];
    for (const stream of names) await store.append(sampleAppend(stream, NO_STREAM));
    for (const [position, stream] of names.entries())
      expect(await store.readStream(stream)).toMatchObject([{ stream, position, revision: 0 }]);
  });
}
