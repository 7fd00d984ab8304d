import { describe, expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { openTemporaryStore, sampleAppend } from '@bali/event-store/testing';
import { EMPTY_ROOT, formatCheckpoint, MerkleTree, noteSigner, signNote } from '@bali/ledger';
import { generateKeyPairSync } from 'node:crypto';
import { summarize } from './checked-tree.js';
import { OperationRefused } from './operation-refused.js';

const ORIGIN = 'bali.localhost/NCT00904501/trial';
const SIGNER = noteSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);

const keep = (store: EventStore, size: number, root: Uint8Array) =>
  store.keepCheckpoint({ size, note: signNote(formatCheckpoint(ORIGIN, { size, root }), [SIGNER]) });

async function rootAt(store: EventStore, size: number): Promise<Uint8Array> {
  const tree = new MerkleTree();
  for await (const page of store.read()) for (const { leaf, position } of page) if (position < size) tree.append(leaf);
  return tree.root();
}

describe('the size and root of a ledger', () => {
  it('are given when they agree with every checkpoint beside it', async () => {
    await using ledger = openTemporaryStore();
    const { store } = ledger;
    await store.append(sampleAppend('a', NO_STREAM, 9));
    await keep(store, 0, EMPTY_ROOT);
    for (const size of [4, 4, 9]) await keep(store, size, await rootAt(store, size));
    const root = Buffer.from(await rootAt(store, 9)).toString('hex');
    expect(await summarize(store)).toEqual({ treeSize: 9, root, checkpoints: 3 });
  });

  it.each([
    ['events that are others than what was signed', 4, 5, /its first 4 events have the root .*; the checkpoint/],
    ['an empty tree that was signed otherwise', 0, 1, /its first 0 events have the root/],
    ['an end that is missing', 10, 9, /signed for 10 events, and there are 9: the end is missing/],
  ])('[P11-10a] are refused for %s', async (_, size, rootOf, why) => {
    await using ledger = openTemporaryStore();
    const { store } = ledger;
    await store.append(sampleAppend('a', NO_STREAM, 9));
    await keep(store, size, await rootAt(store, rootOf));
    await expect(summarize(store)).rejects.toThrow(OperationRefused);
    await expect(summarize(store)).rejects.toThrow(why);
  });

  it('[P11-10a] are refused where the keys are known, and one checkpoint is signed by none of them, or of another log', async () => {
    await using ledger = openTemporaryStore();
    const { store } = ledger;
    await store.append(sampleAppend('a', NO_STREAM, 9));
    await keep(store, 4, await rootAt(store, 4));
    const other = noteSigner(ORIGIN, generateKeyPairSync('ed25519').privateKey);
    const sealed = noteSigner('bali.localhost/NCT00904501/sealed', generateKeyPairSync('ed25519').privateKey);
    expect(await summarize(store, [other.key, SIGNER.key])).toMatchObject({ treeSize: 9, checkpoints: 1 });
    for (const keys of [[], [other.key], [sealed.key]]) {
      const refused = { name: 'OperationRefused', code: 'checkpoint-not-verified' };
      await expect(summarize(store, keys)).rejects.toMatchObject(refused);
    }
    // The key is known, but for another log.
    const text = formatCheckpoint('elsewhere/NCT00904501/trial', { size: 9, root: await rootAt(store, 9) });
    await store.keepCheckpoint({ size: 9, note: signNote(text, [SIGNER]) });
    await expect(summarize(store, [SIGNER.key])).rejects.toThrow(
      /is of the log elsewhere.* \(checkpoint-not-verified\)$/,
    );
  });

  it('are refused when two checkpoints contradict each other, or one is no signed note', async () => {
    await using ledger = openTemporaryStore();
    const { store } = ledger;
    await store.append(sampleAppend('a', NO_STREAM, 9));
    await keep(store, 4, await rootAt(store, 4));
    await keep(store, 4, await rootAt(store, 5));
    await expect(summarize(store)).rejects.toThrow(/two checkpoints of 4 events have different roots/);
    await using other = openTemporaryStore();
    await other.store.keepCheckpoint({ size: 3, note: 'no note at all\n' });
    await expect(summarize(other.store)).rejects.toThrow(/is no signed note/);
  });
});
