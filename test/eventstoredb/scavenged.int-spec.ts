import { ConnectionString, EventStoreDbEventStore, NO_STREAM, NotThisLedger } from '@bali/event-store';
import { sampleAppend, sampleText, temporaryDirectory, testHeads, withPrefix } from '@bali/event-store/testing';
import { collect, refusalOf } from '@bali/event-store/testing/contract';
import { migrateLedger } from '@bali/operations';
import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Operator } from './operator.js';
import { describeOnRealServer } from './real-server.js';

const EVENTS = 12;
const PLACE = { trialId: 'NCT00904501', ledger: 'trial' } as const;
/** What {@link refusalOf} gives for a call that was not refused. */
const WHOLE = 'was not refused';

const NEXT = { size: EVENTS, note: 'the next' };
const BESIDE = ['checkpoints', 'texts', 'identity'] as const;

/** What an administrator who trims streams does to a ledger, each to one of its own. */
const TRIMMED = ['events', 'checkpoints', 'texts'] as const;

describeOnRealServer('a ledger of a cluster that forgets', (connectionString) => {
  it('[P11-10a] refuses what was trimmed by $maxCount, scavenged, and set back, and lacks no text that was erased', async () => {
    await using ledgers = new Ledgers(connectionString);
    await using operator = new Operator(connectionString);
    const trimmed = await Promise.all(TRIMMED.map(async (what) => ({ what, ...(await ledgers.filled()) })));
    const whole = await ledgers.filled();
    const [erased, lost] = whole.texts;
    await whole.store.eraseText(erased!.hash);
    const lacking = await ledgers.filled();
    await operator.delete(`${lacking.prefix}.trial.text-${lacking.texts[1]!.hash}`);

    const before = new Map<string, Awaited<ReturnType<Operator['keepOnly']>>>();
    for (const { what, prefix } of trimmed) {
      const stream = `${prefix}.trial.${what}`;
      before.set(stream, await operator.keepOnly(stream, 2));
    }
    await operator.scavenge();
    for (const [stream, metadata] of before) await operator.setMetadata(stream, metadata);

    for (const { what, prefix, store } of trimmed) {
      const gone = {
        name: 'NotThisLedger',
        message: expect.stringMatching(
          new RegExp(`^the stream ${prefix}.trial.${what} is not whole in the cluster: its beginning is gone there`),
        ),
      };
      expect([what, await refusalOf(ledgers.open(prefix).open())]).toEqual([what, expect.objectContaining(gone)]);
      expect([what, await refusalOf(store.keepCheckpoint(NEXT))]).toMatchObject([what, gone]);
      const target = ledgers.open(`test-${randomUUID()}`);
      expect([what, await refusalOf(migrateLedger({ source: ledgers.open(prefix), target }))]).toMatchObject([
        what,
        gone,
      ]);
      expect(await target.lastPosition()).toBe(-1);
    }
    const again = ledgers.open(whole.prefix);
    expect(await refusalOf(again.open())).toBe(WHOLE);
    expect(await refusalOf(again.expectTextsWhole())).toBe(WHOLE);
    expect((await again.readTexts([erased!.hash, lost!.hash])).authentic).toEqual(new Map([[lost!.hash, lost]]));
    expect(await collect(again.read())).toHaveLength(EVENTS);
    // A single text that is gone keeps nobody out, and is no ledger to copy.
    const without = ledgers.open(lacking.prefix);
    expect(await collect(without.read())).toHaveLength(EVENTS);
    const refused = await refusalOf(without.expectTextsWhole());
    expect(refused).toMatchObject({ message: expect.stringContaining(lacking.texts[1]!.hash) });
  });

  it('[P11-10a] names the stream that was deleted for good, and goes on with what does not need it', async () => {
    await using ledgers = new Ledgers(connectionString);
    await using operator = new Operator(connectionString);
    for (const what of BESIDE) {
      const { prefix, store, texts } = await ledgers.filled();
      await operator.tombstone(`${prefix}.trial.${what}`);
      await expectDeleted(ledgers, prefix, what);
      expect(await refusalOf(store.keepCheckpoint(NEXT))).toBeInstanceOf(NotThisLedger);
      expect(await collect(store.read())).toHaveLength(EVENTS);
      expect((await store.readTexts([texts[0]!.hash])).authentic.size).toBe(1);
      await store.append(sampleAppend('a', EVENTS - 1));
    }
  });

  it('[P11-10a] is refused by whatever it is asked when the stream of its events was deleted for good', async () => {
    await using ledgers = new Ledgers(connectionString);
    await using operator = new Operator(connectionString);
    const { prefix, store } = await ledgers.filled();
    await operator.tombstone(`${prefix}.trial.events`);
    await expectDeleted(ledgers, prefix, 'events');
    const asked = [
      () => store.append(sampleAppend('a', EVENTS - 1)),
      () => store.lastPosition(),
      () => store.keepCheckpoint(NEXT),
    ];
    for (const ask of asked) expect(await refusalOf(ask())).toBeInstanceOf(NotThisLedger);
  });
});

/** Opening it anew is refused, and says which stream is gone. */
async function expectDeleted(ledgers: Ledgers, prefix: string, what: string): Promise<void> {
  const message = expect.stringContaining(`${prefix}.trial.${what}`) as unknown;
  expect(await refusalOf(ledgers.open(prefix).open())).toMatchObject({ name: 'NotThisLedger', message });
}

/** Ledgers in one cluster, of names that nobody else has. */
class Ledgers implements AsyncDisposable {
  readonly #connectionString: string;
  readonly #directory = temporaryDirectory();
  readonly #opened: EventStoreDbEventStore[] = [];

  constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  /** As an installation with a directory of its own. It looks again at the cluster before each checkpoint. */
  open(prefix: string): EventStoreDbEventStore {
    const connection = ConnectionString.parse(withPrefix(this.#connectionString, prefix));
    if (!connection) throw new Error('no good connection string');
    const directory = `${this.#directory.path}/${this.#opened.length}`;
    const about = { connection, directory, heads: testHeads(directory), idleLimitMs: 0 };
    const store = new EventStoreDbEventStore({ ...PLACE, ...about });
    this.#opened.push(store);
    return store;
  }

  /** Events that each brought a text, and checkpoints. */
  async filled() {
    const prefix = `test-${randomUUID()}`;
    const store = this.open(prefix);
    const texts = Array.from({ length: EVENTS }, (_, number) => sampleText(`${prefix} ${number}`));
    for (const [place, text] of texts.entries()) {
      const at = sampleAppend('a', place === 0 ? NO_STREAM : place - 1);
      await store.append({ ...at, texts: [text] });
      if (place % 2 === 1) await store.keepCheckpoint({ size: place, note: `of ${place}` });
    }
    return { prefix, store, texts };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map((store) => store.close()));
    this.#directory[Symbol.dispose]();
  }
}
