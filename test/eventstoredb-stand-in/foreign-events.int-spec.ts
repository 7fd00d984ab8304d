import { type EventStoreDbEventStore, type KeptCheckpoint, NO_STREAM } from '@bali/event-store';
import { sampleAppend, sampleText, TEST_INSTALLATION } from '@bali/event-store/testing';
import { refusalOf } from '@bali/event-store/testing/contract';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

/** What nobody of this software writes into any stream, by what is wrong with it. */
const FOREIGN: readonly (readonly [type: string, data: string])[] = [
  ['CheckpointKept', 'no JSON'],
  ['CheckpointKept', 'null'],
  ['CheckpointKept', '[]'],
  ['CheckpointKept', '{"size":"7","note":"a text for a number"}'],
  ['CheckpointKept', '{"size":-1,"note":"a size below zero"}'],
  ['CheckpointKept', '{"size":7}'],
  ['CheckpointKept', '{"size":7,"note":"another member","by":"me"}'],
  ['CheckpointKept', '{"size":0,"note":"a tree that is smaller than the last"}'],
  ['CheckpointKept', '{"size":1000000,"note":"of the right form, and larger than all others"}'],
  ['Foreign', '{"size":7,"note":"another type"}'],
];

/** Opens the ledger, and counts what others have written beside it, by the streams. */
function watched() {
  const found: Record<string, number> = {};
  const store = installations.store(standIn, {
    onForeignEvent: ({ stream, why }) => {
      expect(why).not.toMatch(/\d/);
      found[stream] = (found[stream] ?? 0) + 1;
    },
  });
  return { store, found };
}

async function checkpointsOf(store: EventStoreDbEventStore): Promise<readonly KeptCheckpoint[]> {
  const checkpoints: KeptCheckpoint[] = [];
  for await (const page of store.readCheckpoints()) checkpoints.push(...page);
  return checkpoints;
}

describe('what others have written into the streams of a ledger', () => {
  it('[P11-10a] stops no signing when it is among the checkpoints: it is passed over, and reported once each', async () => {
    const { store, found } = watched();
    await store.append(sampleAppend('a', NO_STREAM, 3));
    const kept = [1, 2, 3].map((size) => ({ size, note: `of ${size}` }));
    await store.keepCheckpoint(kept[0]!);
    for (const [type, data] of FOREIGN) writeForeign(standIn, 'bali.trial.checkpoints', type, data);
    for (const checkpoint of kept.slice(1)) await store.keepCheckpoint(checkpoint);
    expect(await store.lastCheckpoint()).toEqual(kept[2]);
    expect(await checkpointsOf(store)).toEqual(kept);
    expect(found).toEqual({ 'bali.trial.checkpoints': FOREIGN.length });
    const other = watched();
    expect(await checkpointsOf(other.store)).toEqual(kept);
    expect(other.found).toEqual(found);
  });

  it('is passed over when it is in the register of texts', async () => {
    const { store, found } = watched();
    const texts = [sampleText('one'), sampleText('two')];
    await store.append({ ...sampleAppend('a', NO_STREAM), texts: [texts[0]!] });
    for (const [type, data] of [...FOREIGN, ['TextKept', '"no hash"'] as const, ['Foreign', '0'.repeat(64)] as const])
      writeForeign(standIn, 'bali.trial.texts', type, data);
    await store.keepTexts([texts[1]!]);
    const kept: unknown[] = [];
    for await (const { authentic } of store.allTexts()) kept.push(...authentic.values());
    expect(kept).toEqual(texts);
    // Of the right form: it cannot be told from an entry that a crash of an earlier version left, and keeps nobody out.
    writeForeign(standIn, 'bali.trial.texts', 'TextKept', sampleText('never kept').hash);
    expect(await refusalOf(watched().store.open())).toBe('was not refused');
    expect(found).toEqual({ 'bali.trial.texts': FOREIGN.length + 2 });
  });

  it('[R3-422b] neither keeps a text out of its stream, nor is shown as the text, nor saves it from being erased', async () => {
    const { store, found } = watched();
    const [text, other] = [sampleText('a finding'), sampleText('another finding')];
    const stream = `bali.trial.text-${text.hash}`;
    writeForeign(standIn, stream, 'FreeText', JSON.stringify({ salt: other.salt, text: 'something else' }));
    writeForeign(standIn, stream, 'FreeText', 'null');
    await store.append({ ...sampleAppend('a', NO_STREAM), texts: [text] });
    writeForeign(standIn, stream, 'FreeText', JSON.stringify({ salt: text.salt, text: 'altered' }));
    expect((await store.readTexts([text.hash])).authentic).toEqual(new Map([[text.hash, text]]));
    expect(found).toEqual({ [stream]: 3 });
    expect((await watched().store.readTexts([text.hash])).authentic).toEqual(new Map([[text.hash, text]]));
    expect(await store.eraseText(text.hash)).toBe(true);
    expect(standIn.streams.isDeleted(stream)).toBe(true);
    expect((await store.readTexts([text.hash])).authentic).toEqual(new Map());
  });

  it('is refused by name where the identity should stand, and reported after it', async () => {
    for (const instance of ['', '../../elsewhere', 7, null]) {
      const prefix = `other-${String(instance).length}-${typeof instance}`;
      const identity = { format: 1, trialId: 'NCT00904501', ledger: 'trial', instance };
      writeForeign(standIn, `${prefix}.trial.identity`, 'LedgerNamed', JSON.stringify(identity));
      await using others = new Installations(prefix);
      expect(await refusalOf(others.store(standIn).open())).toMatchObject({
        name: 'NotThisLedger',
        message: `the stream ${prefix}.trial.identity was not written by this software`,
      });
    }
    await installations.store(standIn).open();
    writeForeign(standIn, 'bali.trial.identity', 'Foreign', 'no JSON');
    const forged = { installation: TEST_INSTALLATION, checkpoints: 1_000_000 };
    writeForeign(standIn, 'bali.trial.identity', 'LedgerSealed', JSON.stringify(forged));
    const { store, found } = watched();
    await store.open();
    expect(found).toEqual({ 'bali.trial.identity': 2 });
  });
});
