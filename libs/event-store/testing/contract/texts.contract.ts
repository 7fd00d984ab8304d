import { NO_STREAM } from '@bali/event-store';
import type { FreeText } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleAppend, sampleText } from '../sample-events.js';
import { collect, plain } from './collect.js';
import type { StoreFactory } from './store-under-test.js';

/** What every adapter guarantees of the free texts beside the ledger. */
export function describeTexts(name: string, factory: StoreFactory): void {
  describe(`${name}: free texts`, () => {
    it('keeps a text with its events, for every reader and after a restart', async () => {
      await using storage = factory();
      const store = await storage.open();
      const texts = [sampleText('Douleur au repos.'), sampleText('Ulcère du pied gauche, 2 cm.')];
      await store.append({ ...sampleAppend('a', NO_STREAM), texts });
      const expected = new Map(texts.map((text) => [text.hash, text]));
      const hashes = texts.map(({ hash }) => hash);
      expect(await (await storage.open()).readTexts(hashes)).toEqual(expected);
      await store.close();
      expect(await (await storage.open()).readTexts([...hashes, sampleText('never written').hash])).toEqual(expected);
    });

    it('gives a text back as it was, whatever its characters', async () => {
      await using storage = factory();
      const store = await storage.open();
      let revision = NO_STREAM;
      const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', 'a\0b', '\uFEFFa', '🦵'));
      await fc.assert(
        fc.asyncProperty(anyText, async (characters) => {
          const text = sampleText(characters);
          ({ revision } = await store.append({ ...sampleAppend('a', revision), texts: [text] }));
          expect((await store.readTexts([text.hash])).get(text.hash)).toEqual(text);
        }),
        { numRuns: 40 },
      );
    });

    it('takes the same text twice', async () => {
      await using storage = factory();
      const store = await storage.open();
      const text = sampleText('the same');
      await store.append({ ...sampleAppend('a', NO_STREAM), texts: [text, text] });
      await store.append({ ...sampleAppend('a', 0), texts: [text] });
      expect(await store.readTexts([text.hash, text.hash])).toEqual(new Map([[text.hash, text]]));
    });

    it('[EMA-610] gives all texts to those who copy the ledger, each once, and takes them without their events', async () => {
      await using storage = factory();
      await using copy = factory();
      const [store, target] = await Promise.all([storage.open(), copy.open()]);
      const texts = Array.from({ length: 17 }, (_, number) => sampleText(`text ${number}`));
      const [erased, ...kept] = texts;
      await store.append({ ...sampleAppend('a', NO_STREAM), texts });
      await store.eraseText(erased!.hash);
      const pages: (readonly FreeText[])[] = [];
      for await (const page of store.allTexts()) {
        pages.push(page);
        await target.keepTexts(page);
        await target.keepTexts(page);
      }
      expect(byHash(pages.flat())).toEqual(byHash(kept));
      expect(await target.readTexts(texts.map(({ hash }) => hash))).toEqual(
        new Map(kept.map((text) => [text.hash, text])),
      );
      expect(await target.lastPosition()).toBe(-1);
    });

    it('has no texts to give when none was kept, and refuses to keep one that is not what its hash says', async () => {
      await using storage = factory();
      const store = await storage.open();
      const wrong = { ...sampleText('a finding'), text: 'another finding' };
      await expect(store.keepTexts([sampleText('kept with it'), wrong])).rejects.toThrow(RangeError);
      for await (const page of store.allTexts()) expect(page).toEqual([]);
    });

    it('[R3-422b] erases a text for good, tells whether it was there, and leaves the events and other texts alone', async () => {
      await using storage = factory();
      const [store, other] = await Promise.all([storage.open(), storage.open()]);
      const [erased, kept] = [sampleText('a name'), sampleText('a finding')];
      await store.append({ ...sampleAppend('a', NO_STREAM), texts: [erased, kept] });
      const before = plain(await collect(store.read()));
      expect(await store.eraseText(erased.hash)).toBe(true);
      expect(await store.eraseText(erased.hash)).toBe(false);
      expect(await other.eraseText(erased.hash)).toBe(false);
      expect(await other.readTexts([erased.hash, kept.hash])).toEqual(new Map([[kept.hash, kept]]));
      expect(plain(await collect(other.read()))).toEqual(before);
    });

    it('erases while others append', async () => {
      await using storage = factory();
      const [store, other] = await Promise.all([storage.open(), storage.open()]);
      const texts = Array.from({ length: 10 }, (_, number) => sampleText(`text ${number}`));
      await store.append({ ...sampleAppend('a', NO_STREAM), texts });
      const appends = Array.from({ length: 20 }, (_, number) => other.append(sampleAppend(`b-${number}`, NO_STREAM)));
      expect(await Promise.all(texts.map(({ hash }) => store.eraseText(hash)))).toEqual(texts.map(() => true));
      await Promise.all(appends);
      expect(await store.lastPosition()).toBe(20);
      expect(await store.readTexts(texts.map(({ hash }) => hash))).toEqual(new Map());
    });
  });
}

function byHash(texts: readonly FreeText[]): readonly FreeText[] {
  return texts.toSorted((one, other) => (one.hash < other.hash ? -1 : 1));
}
