import { describe, expect, it } from '@jest/globals';
import type { EventStore, KeptCheckpoint, StoredEvent } from '@bali/event-store';
import { sampleAppend } from '@bali/event-store/testing';
import { migrateLedger } from '@bali/operations';
import { replay } from '@bali/projections';
import { collect, plain, type StoreFactory } from '@bali/event-store/testing/contract';
import { ERASED, fillLedger, forgedCheckpoint, KEPT, NAMED, redact, SIGNED_BY } from './fill-ledger.js';

/** What holds of a migration between any two stores. */
export function describeMigration(name: string, sources: StoreFactory, targets: StoreFactory): void {
  describe(`a migration ${name}`, () => {
    it('[EMA-610] copies events with their bytes, order, ids, streams and revisions, texts not erased, and checkpoints', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(source);
      const migrated = await migrateLedger({ source, target, keys: [SIGNED_BY] });
      const events = await collect(source.read());
      expect(plain(await collect(target.read()))).toEqual(plain(events));
      expect(migrated).toMatchObject({ treeSize: events.length, copied: events.length, texts: KEPT.length });
      expect(await checkpointsOf(target)).toEqual(await checkpointsOf(source));
      expect(migrated.checkpoints).toBe(1 + Math.floor(events.length / 10));
      expect(migrated.stateDigest).toBe((await replay(source)).digest);
      const hashes = [...KEPT, ERASED].map(({ hash }) => hash);
      expect(await target.readTexts(hashes)).toEqual({
        authentic: new Map(KEPT.map((text) => [text.hash, text])),
        altered: new Set(),
      });
      const stream = events.at(-1)?.stream ?? '';
      expect(plain(await target.readStream(stream))).toEqual(plain(await source.readStream(stream)));
    });

    it('[EMA-610] goes on where an earlier attempt was, erases what was erased since, and copies nothing twice', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(source);
      const [first, ...others] = await collect(source.read());
      await target.keepTexts(KEPT);
      for (const event of [first!, ...others.slice(0, 20)]) await appendAgain(target, event);
      await source.eraseText(KEPT[0]!.hash);
      const { copied, texts } = await migrateLedger({ source, target });
      expect([copied, texts]).toEqual([others.length - 20, KEPT.length - 1]);
      expect((await target.readTexts([KEPT[0]!.hash])).authentic.size).toBe(0);
      expect(await migrateLedger({ source, target })).toMatchObject({ copied: 0, treeSize: others.length + 1 });
    });

    it('[P11-10a] refuses a source with a checkpoint that none of the known keys signed, and copies nothing', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(source);
      // True in all but who says it: roots alone would not tell.
      await source.keepCheckpoint(await forgedCheckpoint(source));
      await expect(migrateLedger({ source, target, keys: [SIGNED_BY] })).rejects.toMatchObject({
        code: 'checkpoint-not-verified',
        message: expect.stringMatching(/^trial: a checkpoint beside it is not to be believed: .*known key/),
      });
      expect([await target.lastPosition(), await target.lastCheckpoint()]).toEqual([-1, undefined]);
      expect(await migrateLedger({ source, target })).toMatchObject({ treeSize: (await source.lastPosition()) + 1 });
      // Nor is it believed of a target that an earlier attempt has filled.
      await expect(migrateLedger({ source, target, keys: [SIGNED_BY] })).rejects.toThrow('checkpoint-not-verified');
    });

    it('[P11-10a] refuses a source that has lost a text which an event names and none says was redacted, and copies nothing', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(source);
      await source.eraseText(NAMED.hash);
      await expect(migrateLedger({ source, target })).rejects.toThrow(
        new RegExp(
          '^trial: 1 free texts are missing or altered in the source.* /metadata/reason of the event [0-9a-f-]{36}: it is missing',
        ),
      );
      expect(await target.lastPosition()).toBe(-1);
      await redact(source, NAMED.hash);
      expect(await migrateLedger({ source, target })).toMatchObject({ textsComplete: true, texts: KEPT.length - 1 });
    });

    it('[P11-10a] gives the target heads of its own, by which whoever has the keys believes every event of it', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target, openTarget } = stores;
      await fillLedger(source);
      const { treeSize } = await migrateLedger({ source, target });
      const another = await openTarget();
      expect((await collect(another.read())).length).toBe(treeSize);
      expect([source.held, target.held, another.held]).toEqual([undefined, undefined, undefined]);
    });

    it('[P11-10a] refuses a source without the checkpoint that was signed last for it, and copies nothing', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(source);
      const { note } = await forgedCheckpoint(source);
      await expect(migrateLedger({ source, target, lastSigned: note })).rejects.toThrow(
        /^trial: the checkpoint that was signed last is not beside the ledger/,
      );
      expect(await target.lastPosition()).toBe(-1);
      const last = (await source.lastCheckpoint())?.note ?? '';
      expect(await migrateLedger({ source, target, lastSigned: last })).toMatchObject({ textsComplete: true });
    });

    it('refuses a target that holds something else, names the first place, and leaves it as it is', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(source);
      const [first] = await collect(source.read());
      await appendAgain(target, first!);
      await target.append(sampleAppend('something-else', -1));
      await expect(migrateLedger({ source, target })).rejects.toThrow(
        /^trial: the target holds something else \(first at position 1: its stream is trial in the source and something-else/,
      );
      expect(await target.lastPosition()).toBe(1);
    });

    it('refuses a target that holds more than the source', async () => {
      await using stores = await Stores.of(sources, targets);
      const { source, target } = stores;
      await fillLedger(target);
      await source.keepTexts([NAMED]);
      for (const event of (await collect(target.read())).slice(0, 5)) await appendAgain(source, event);
      await expect(migrateLedger({ source, target })).rejects.toThrow(/position 5: only the target has an event there/);
    });
  });
}

async function checkpointsOf(store: EventStore): Promise<readonly KeptCheckpoint[]> {
  const checkpoints: KeptCheckpoint[] = [];
  for await (const page of store.readCheckpoints()) checkpoints.push(...page);
  return checkpoints;
}

async function appendAgain(store: EventStore, { stream, revision, id, type, leaf }: StoredEvent): Promise<void> {
  await store.append({ stream, expectedRevision: revision - 1, events: [{ id, type, leaf }] });
}

class Stores implements AsyncDisposable {
  readonly source: EventStore;
  readonly target: EventStore;
  /** Opens the target as another process does. */
  readonly openTarget: () => Promise<EventStore>;
  readonly #opened: readonly AsyncDisposable[];

  private constructor(source: EventStore, target: EventStore, opened: readonly ReturnType<StoreFactory>[]) {
    this.source = source;
    this.target = target;
    this.openTarget = () => opened[1]!.open();
    this.#opened = opened;
  }

  static async of(sources: StoreFactory, targets: StoreFactory): Promise<Stores> {
    const [source, target] = [sources(), targets()];
    return new Stores(await source.open(), await target.open(), [source, target]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const store of this.#opened) await store[Symbol.asyncDispose]();
  }
}
