import { contentKeyOfRecord, contentKeyOfText } from '@bali/blinding';
import {
  canonicalJson,
  type Checkpoint,
  encodeEntryBundle,
  entriesPath,
  equalBytes,
  type FreeText,
  type LedgerRecord,
  recordOf,
  TILE_WIDTH,
  toBase64url,
} from '@bali/ledger';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ReadEvent } from '../derived/derived-files.js';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { LedgerText, AuditedLedger } from '../derived/audited-ledger.js';
import { contentKeyLine } from '../format/content-keys.js';
import type { WithheldText } from '../format/copy-manifest.js';
import { FILES } from '../format/layout.js';
import { ByteReader } from '../verify/byte-reader.js';
import { CopiedLines, EventLines, type PlacedLeaf, type PlacedLeaves } from '../verify/event-lines.js';
import type { KindToMake, TextsMet } from './kinds.js';
import type { OutputFiles } from './output-files.js';
import {
  LedgerDiffersFromCheckpoint,
  type PackageOptions,
  type PackageProgress,
  type PackageSource,
} from './package-source.js';
import { TileFiles } from './tile-files.js';

/** An event of the ledger, as its store gives it. */
interface StoredLeaf {
  readonly stream: string;
  readonly leaf: Uint8Array;
}

interface Given {
  readonly kind: Omit<KindToMake<object>, 'aboutOf' | 'readmeOf' | 'titleOf' | 'assertLedger'>;
  readonly source: PackageSource;
  readonly options: Pick<PackageOptions<never>, 'progress' | 'signal'>;
  readonly audited: AuditedLedger;
  readonly head: Checkpoint;
  readonly files: OutputFiles;
  readonly folder: string;
  readonly fold: LedgerFold;
}

/** The events of a package, with the hashes of all leaves, and the free texts beside them. The ledger is read once. */
export class EventsToWrite {
  readonly #given: Given;
  /** Hashes of texts that the reader may not know, wherever they stand. */
  readonly #secret = new Set<string>();
  readonly #withheld: WithheldText[] = [];
  #references = 0;
  #included = 0;

  constructor(given: Given) {
    this.#given = given;
  }

  /** Known once the events were read again to their end. */
  get texts(): TextsMet {
    return { references: this.#references, included: this.#included, withheld: this.#withheld };
  }

  /** Of every leaf the hash, and the events that belong into the package. @throws LedgerDiffersFromCheckpoint */
  async write(): Promise<void> {
    const { kind, files, head, audited } = this.#given;
    const tiles = new TileFiles(files);
    for await (const block of this.#blocks()) {
      const bundle = entriesPath(tiles.size / TILE_WIDTH, block.length);
      if (kind.holdsEveryEvent) await files.whole(bundle, encodeEntryBundle(block.map(({ leaf }) => leaf)));
      for (const { stream, leaf } of block) {
        if (kind.holds(stream)) await this.#writeEvent(leaf, tiles.size);
        tiles.append(leaf);
      }
      await tiles.writeFull();
      this.#progress('events', tiles.size, head.size);
    }
    if (tiles.size !== head.size || !equalBytes(tiles.root(), head.root)) {
      throw new LedgerDiffersFromCheckpoint(head.origin, head.size);
    }
    await tiles.writePartial();
    await files.end(FILES.events);
    if (!kind.holdsEveryEvent) await files.end(FILES.indexes);
    if (audited.open !== undefined) await files.end(FILES.contentKeys);
  }

  /** The events of the package from its own files, with their texts, which are written down on the way. */
  async *readAgain(): AsyncGenerator<readonly ReadEvent[]> {
    const { fold, files } = this.#given;
    const leaves = this.#written();
    let done = 0;
    try {
      for (let block = await leaves.next(TILE_WIDTH); block.length > 0; block = await leaves.next(TILE_WIDTH)) {
        yield await this.#withTexts(block);
        done += block.length;
        this.#progress('audit-log', done, fold.counts.events);
      }
    } finally {
      await leaves.close();
    }
    await files.end(FILES.texts);
  }

  /** The leaves of the checkpoint's tree, as many at a time as a tile is wide. */
  async *#blocks(): AsyncGenerator<readonly StoredLeaf[]> {
    const { source, head } = this.#given;
    let held: StoredLeaf[] = [];
    let left = head.size;
    for await (const page of source.store.read()) {
      for (const event of page.slice(0, left)) {
        held.push(event);
        if (held.length < TILE_WIDTH) continue;
        yield held;
        held = [];
      }
      left -= Math.min(left, page.length);
      if (left === 0) break;
    }
    if (held.length > 0) yield held;
  }

  async #writeEvent(leaf: Uint8Array, index: number): Promise<void> {
    const { kind, files, fold, audited } = this.#given;
    const record = recordOf(leaf);
    const key = this.#contentKeyOf(record);
    if (key !== undefined) await files.add(FILES.contentKeys, contentKeyLine(index, key));
    const opened = await this.#opened(record, key);
    fold.apply(record, leaf.byteLength, opened);
    if (kind.withholdsTextsOf(opened)) for (const { hash } of audited.textsOf(opened)) this.#secret.add(hash);
    await files.add(FILES.events, leaf);
    await files.add(FILES.events, '\n');
    if (!kind.holdsEveryEvent) await files.add(FILES.indexes, `${index}\n`);
  }

  #written(): PlacedLeaves {
    const { kind, folder, head } = this.#given;
    const reader = (path: string): ByteReader =>
      new ByteReader(createReadStream(join(folder, path)), Number.POSITIVE_INFINITY, { hashed: false });
    if (kind.holdsEveryEvent) return new EventLines(reader(FILES.events), head.size);
    return new CopiedLines(reader(FILES.events), reader(FILES.indexes), head.size);
  }

  async #withTexts(block: readonly PlacedLeaf[]): Promise<readonly ReadEvent[]> {
    const { kind, source, audited } = this.#given;
    const events: (Omit<ReadEvent, 'texts'> & { readonly references: readonly LedgerText[] })[] = [];
    for (const { index, leaf } of block) {
      const sealed = recordOf(leaf);
      const record = await this.#opened(sealed, this.#contentKeyOf(sealed));
      const references = audited.textsOf(record);
      events.push({ index, leaf, record, sealed: audited.open !== undefined, withheld: this.#secret, references });
    }
    const hashes = events.flatMap(({ references }) => references.map(({ hash }) => hash));
    const known = kind.texts === 'withheld' ? [] : hashes.filter((hash) => !this.#secret.has(hash));
    const texts = await source.store.readTexts(known);
    for (const { index, references } of events) {
      for (const reference of references) await this.#writeText(index, reference, texts.get(reference.hash));
    }
    const shown = await this.#shown(texts);
    return events.map((event) => ({ ...event, texts: shown }));
  }

  async #writeText(index: number, { field, hash }: LedgerText, kept: FreeText | undefined): Promise<void> {
    this.#references += 1;
    if (this.#secret.has(hash)) this.#withheld.push({ index, field });
    if (kept === undefined) return;
    this.#included += 1;
    const { salt, text } = kept;
    const line = canonicalJson({ field, index, ...this.#textKey(kept), salt, text });
    await this.#given.files.add(FILES.texts, `${line}\n`);
  }

  /** What opens a sealed text, as its line has it. */
  #textKey(text: FreeText): { readonly key?: string } {
    const { audited, source } = this.#given;
    if (audited.openText === undefined || source.sealing === undefined) return {};
    return { key: toBase64url(contentKeyOfText(text, source.sealing)) };
  }

  /** The texts as they may be shown, opened where they are sealed. */
  async #shown(texts: ReadonlyMap<string, FreeText>): Promise<ReadonlyMap<string, { readonly text: string }>> {
    const { audited, source } = this.#given;
    const { openText } = audited;
    const { sealing } = source;
    if (openText === undefined || sealing === undefined) return texts;
    const opened = [...texts].map(
      async ([hash, text]) => [hash, { text: await openText(text, contentKeyOfText(text, sealing)) }] as const,
    );
    return new Map(await Promise.all(opened));
  }

  /** The key of a sealed record; undefined where records are not sealed. */
  #contentKeyOf(record: LedgerRecord): Uint8Array | undefined {
    const { audited, source } = this.#given;
    if (audited.open === undefined) return undefined;
    if (source.sealing === undefined) throw new Error('a package of the sealed ledger needs the sealing keys');
    return contentKeyOfRecord(record, source.sealing);
  }

  async #opened(record: LedgerRecord, key: Uint8Array | undefined): Promise<LedgerRecord> {
    const { open } = this.#given.audited;
    return open === undefined || key === undefined ? record : open(record, key);
  }

  #progress(step: PackageProgress['step'], done: number, of: number): void {
    const { progress, signal } = this.#given.options;
    progress?.({ step, done, of });
    signal?.throwIfAborted();
  }
}
