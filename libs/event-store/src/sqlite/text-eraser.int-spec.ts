import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { openTemporaryStore, sampleAppend, sampleText } from '../../testing/index.js';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../errors.js';
import { NO_STREAM } from '../event-store.js';

/** Every byte that lies on the disk of a ledger. */
function bytesOf(path: string): Buffer {
  const files = [path, `${path}-wal`, `${path}-shm`, `${path}-journal`].filter((file) => existsSync(file));
  return Buffer.concat(files.map((file) => readFileSync(file)));
}

describe('erasing a text', () => {
  it('[R3-422b] leaves no byte of it or of its salt on the disk, whatever was written and erased before', async () => {
    // Lengths that lie within a page, side by side with others, and that run over several pages.
    const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 9_000 })), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(lengths, fc.infiniteStream(fc.nat()), async (sizes, choices) => {
        await using ledger = openTemporaryStore();
        const texts = sizes.map((size, number) => sampleText(`<name ${number}>${'x'.repeat(size)}`));
        for (const [index, text] of texts.entries())
          await ledger.store.append({ ...sampleAppend('a', index - 1), texts: [text] });
        while (texts.length > 0) {
          const [erased] = texts.splice((choices.next().value as number) % texts.length, 1);
          await ledger.store.eraseText(erased!.hash);
          const bytes = bytesOf(ledger.path);
          expect(bytes.includes(erased!.text.slice(0, erased!.text.indexOf('>') + 1))).toBe(false);
          expect(bytes.includes(erased!.salt)).toBe(false);
          expect((await ledger.store.readTexts(texts.map(({ hash }) => hash))).authentic.size).toBe(texts.length);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('does not say that it is erased while a reader still holds the log, and then can be tried again', async () => {
    await using ledger = openTemporaryStore('trial', { lockPatienceMs: 20 });
    const text = sampleText('<a name>');
    await ledger.store.append({ ...sampleAppend('a', NO_STREAM), texts: [text] });
    const reader = new DatabaseSync(ledger.path, { readOnly: true });
    reader.exec('BEGIN; SELECT * FROM event');
    await expect(ledger.store.eraseText(text.hash)).rejects.toThrow(StoreUnavailable);
    reader.close();
    expect(await ledger.store.eraseText(text.hash)).toBe(false);
    expect(bytesOf(ledger.path).includes('<a name>')).toBe(false);
  });
});
