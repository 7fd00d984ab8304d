import { type EventStore, type FoundTexts, NO_STREAM } from '@bali/event-store';
import { type FreeText, MAX_TEXT_LENGTH } from '@bali/ledger';
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
      const expected = found(texts);
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
          expect((await store.readTexts([text.hash])).authentic.get(text.hash)).toEqual(text);
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
      expect(await store.readTexts([text.hash, text.hash])).toEqual(found([text]));
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
        const texts = [...page.authentic.values()];
        pages.push(texts);
        await target.keepTexts(texts);
        await target.keepTexts(texts);
      }
      expect(byHash(pages.flat())).toEqual(byHash(kept));
      expect(await target.readTexts(texts.map(({ hash }) => hash))).toEqual(found(kept));
      expect(await target.lastPosition()).toBe(-1);
    });

    it('has no texts to give when none was kept, and refuses to keep one that is not what its hash says', async () => {
      await using storage = factory();
      const store = await storage.open();
      const wrong = { ...sampleText('a finding'), text: 'another finding' };
      await expect(store.keepTexts([sampleText('kept with it'), wrong])).rejects.toThrow(RangeError);
      for await (const page of store.allTexts()) expect(page).toEqual(found([]));
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
      expect(await other.readTexts([erased.hash, kept.hash])).toEqual(found([kept]));
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
      expect(await store.readTexts(texts.map(({ hash }) => hash))).toEqual(found([]));
    });

    it.each<[string, Partial<FreeText>]>([
      ['another text', { text: 'no complaint' }],
      ['another salt', { salt: 'ab'.repeat(32) }],
      ['the same salt in another form', { salt: sampleText('pain at rest').salt.toUpperCase() }],
      ['half of the salt', { salt: sampleText('pain at rest').salt.slice(32) }],
      ['no text', { text: '' }],
      ['a text longer than any', { text: `pain at rest${' '.repeat(3 * MAX_TEXT_LENGTH)}` }],
      ['another character at its end', { text: 'pain at rest\0' }],
    ])('[P11-10a] believes no text in whose place stands %s, and tells it from one that is gone', async (_, to) => {
      await using storage = factory();
      const stores = [await storage.open(), await storage.open()] as const;
      const [altered, lost, kept] = ['pain at rest', 'ulcer', 'gangrene'].map(sampleText) as [
        FreeText,
        FreeText,
        FreeText,
      ];
      await stores[0].append({ ...sampleAppend('a', NO_STREAM), texts: [altered, lost, kept] });
      await storage.tampering.alter(altered, to);
      await storage.tampering.lose(lost);
      const expected = { ...found([kept]), altered: new Set([altered.hash]) };
      const hashes = [altered, lost, kept].map(({ hash }) => hash);
      for (const reader of stores) {
        expect(await reader.readTexts(hashes)).toEqual(expected);
        expect(await allOf(reader)).toEqual(expected);
      }
    });

    it('[P11-10a] puts an altered text right when it is kept again, and one that is gone back', async () => {
      await using storage = factory();
      const store = await storage.open();
      const texts = [sampleText('pain at rest'), sampleText('ulcer')] as const;
      await store.append({ ...sampleAppend('a', NO_STREAM), texts });
      await storage.tampering.alter(texts[0], { text: 'no complaint' });
      await storage.tampering.lose(texts[1]);
      await store.keepTexts(texts);
      await store.keepTexts(texts);
      expect(await allOf(store)).toEqual(found(texts));
    });

    it('[R3-422b] erases what was put in the place of a text, too', async () => {
      await using storage = factory();
      const store = await storage.open();
      const text = sampleText('a name');
      await store.append({ ...sampleAppend('a', NO_STREAM), texts: [text] });
      await storage.tampering.alter(text, { text: 'another name' });
      expect(await store.eraseText(text.hash)).toBe(true);
      expect(await store.readTexts([text.hash])).toEqual(found([]));
    });
  });
}

function found(texts: readonly FreeText[]): FoundTexts {
  return { authentic: new Map(texts.map((text) => [text.hash, text])), altered: new Set() };
}

async function allOf(store: EventStore): Promise<FoundTexts> {
  const all = { authentic: new Map<string, FreeText>(), altered: new Set<string>() };
  for await (const { authentic, altered } of store.allTexts()) {
    for (const [hash, text] of authentic) all.authentic.set(hash, text);
    for (const hash of altered) all.altered.add(hash);
  }
  return all;
}

function byHash(texts: readonly FreeText[]): readonly FreeText[] {
  return texts.toSorted((one, other) => (one.hash < other.hash ? -1 : 1));
}
