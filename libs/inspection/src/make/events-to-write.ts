import { contentKeyOfRecord } from '@bali/blinding';
import {
  type Checkpoint,
  encodeEntryBundle,
  entriesPath,
  equalBytes,
  type LedgerRecord,
  recordOf,
  TILE_WIDTH,
} from '@bali/ledger';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ReadEvent } from '../derived/derived-files.js';
import type { LedgerFold } from '../derived/ledger-fold.js';
import { TextsToWrite } from './texts-to-write.js';
import type { LedgerText, AuditedLedger } from '../derived/audited-ledger.js';
import { contentKeyLine } from '../format/content-keys.js';
import { FILES } from '../format/layout.js';
import { ByteReader } from '../verify/byte-reader.js';
import { CopiedLines, EventLines, type PlacedLeaf, type PlacedLeaves } from '../verify/event-lines.js';
import type { KindToMake, TextsMet } from './kinds.js';
import type { StoredRecord } from './records-of-site.js';
import type { OutputFiles } from './output-files.js';
import {
  LedgerDiffersFromCheckpoint,
  type PackageOptions,
  type PackageProgress,
  type PackageSource,
} from './package-source.js';
import { TileFiles } from './tile-files.js';

interface Given {
  readonly kind: Omit<KindToMake<object>, 'aboutOf' | 'readmeOf' | 'titleOf' | 'assertLedger'>;
  readonly source: PackageSource;
  readonly options: Pick<PackageOptions<never>, 'progress' | 'signal' | 'textAtFault'>;
  readonly audited: AuditedLedger;
  readonly head: Checkpoint;
  readonly files: OutputFiles;
  readonly folder: string;
  readonly fold: LedgerFold;
}

/** The events of a package, with the hashes of all leaves, and the free texts beside them. The ledger is read once, or twice where
 * something has to be known of all of it first. */
export class EventsToWrite {
  readonly #given: Given;
  readonly #texts: TextsToWrite;

  constructor(given: Given) {
    this.#given = given;
    this.#texts = new TextsToWrite({ ...given, opened: (record) => this.#opened(record, this.#contentKeyOf(record)) });
  }

  /** Known once the events were read again to their end. */
  get texts(): TextsMet {
    return this.#texts.met;
  }

  /** Of every leaf the hash, and the events that belong into the package. @throws LedgerDiffersFromCheckpoint */
  async write(): Promise<void> {
    const { kind, files, head, audited } = this.#given;
    const { looksAtFirst } = kind;
    if (looksAtFirst !== undefined) for await (const block of this.#blocks()) block.forEach(looksAtFirst);
    const tiles = new TileFiles(files);
    for await (const block of this.#blocks()) {
      this.#texts.take(block);
      const bundle = entriesPath(tiles.size / TILE_WIDTH, block.length);
      if (kind.holdsEveryEvent) await files.whole(bundle, encodeEntryBundle(block.map(({ leaf }) => leaf)));
      for (const event of block) {
        if (kind.holds(event)) await this.#writeEvent(event.leaf, tiles.size);
        tiles.append(event.leaf);
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
  async *#blocks(): AsyncGenerator<readonly StoredRecord[]> {
    const { source, head } = this.#given;
    let held: StoredRecord[] = [];
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
    const { kind, files, fold } = this.#given;
    const record = recordOf(leaf);
    const key = this.#contentKeyOf(record);
    if (key !== undefined) await files.add(FILES.contentKeys, contentKeyLine(index, key));
    const opened = await this.#opened(record, key);
    fold.apply(record, leaf.byteLength, opened);
    this.#texts.note(opened);
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
    const { audited } = this.#given;
    const events: (Pick<ReadEvent, 'index' | 'leaf' | 'record' | 'sealed'> & {
      readonly references: readonly LedgerText[];
    })[] = [];
    for (const { index, leaf } of block) {
      const sealed = recordOf(leaf);
      const record = await this.#opened(sealed, this.#contentKeyOf(sealed));
      const references = audited.textsOf(record);
      events.push({ index, leaf, record, sealed: audited.open !== undefined, references });
    }
    const shown = await this.#texts.write(events);
    return events.map((event) => ({ ...event, ...shown }));
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
