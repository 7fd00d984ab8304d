import { contentKeyOfRecord, contentKeyOfText, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import {
  canonicalJson,
  encodeEntryBundle,
  entriesPath,
  equalBytes,
  type FreeText,
  type LedgerRecord,
  openNote,
  MerkleTree,
  parseCheckpoint,
  recordOf,
  TILE_WIDTH,
  type VerifierKey,
} from '@bali/ledger';
import type { TextReference } from '@bali/projections';
import { aboutOf, namedKey } from '../about.js';
import { auditFiles, type ReadEvent, schemaFiles, stateFile } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import type { LedgerReading } from '../derived/ledger-reading.js';
import { readingOf } from '../derived/reading-of.js';
import { type About, readmeHtml, titleOf } from '../derived/readme-html.js';
import { contentKeyLine } from '../format/content-keys.js';
import { FILES } from '../format/layout.js';
import { type Making, type Manifest, manifestText, type TextCounts } from '../format/manifest.js';
import { madeAtItsPlace } from './made-at-its-place.js';
import { OutputFiles } from './output-files.js';
import { TileFiles } from './tile-files.js';
import { writeAuditLog } from './write-audit-log.js';
import { writeCheckpoints } from './write-checkpoints.js';

/** What a package is made of. */
export interface PackageSource {
  readonly trialId: string;
  readonly store: Pick<EventStore, 'ledger' | 'read' | 'readTexts'>;
  /** The signed note; its tree size is the package's. */
  readonly checkpoint: string;
  /** Every checkpoint that was signed before, in that order. */
  readonly earlier: AsyncIterable<string> | Iterable<string>;
  /** The one that signs now is the first. */
  readonly keys: readonly VerifierKey[];
  /** Of the sealed ledger, and of no other: with them the key of each single record is disclosed. */
  readonly sealing?: SealingKeys;
}

/** How far a package has come. */
export interface PackageProgress {
  readonly step: 'events' | 'audit-log' | 'zip';
  readonly done: number;
  readonly of: number;
}

export interface PackageOptions extends Making {
  /** A directory, or a file whose name ends with `.zip`: neither may be there. */
  readonly out: string;
  /** Whether the reader of the package may know what free texts say. */
  readonly texts: TextCounts['kept'];
  readonly progress?: (progress: PackageProgress) => void;
  readonly signal?: AbortSignal;
}

/** The events of the ledger are not those of its checkpoint: no package of it would verify. */
export class LedgerDiffersFromCheckpoint extends Error {
  constructor(origin: string, size: number) {
    super(`the ledger has not the ${size} events over which the checkpoint of ${origin} was signed`);
    this.name = 'LedgerDiffersFromCheckpoint';
  }
}

/**
 * Makes an inspection package, page by page: memory does not grow with the ledger. It is at its place only once it is
 * complete.
 * @throws PlaceTaken, LedgerDiffersFromCheckpoint, and the signal's reason.
 */
export async function writePackage(source: PackageSource, options: PackageOptions): Promise<Manifest> {
  return madeAtItsPlace(options, (folder, scratch) => new PackageWriter(source, options, folder, scratch).write());
}

class PackageWriter {
  readonly #source: PackageSource;
  readonly #options: PackageOptions;
  readonly #files: OutputFiles;
  readonly #reading: LedgerReading;
  readonly #fold: LedgerFold;
  readonly #size: number;
  readonly #origin: string;
  readonly #root: Uint8Array;
  readonly #textCounts: { -readonly [Name in keyof TextCounts]: TextCounts[Name] };

  constructor(source: PackageSource, options: PackageOptions, folder: string, scratch: string) {
    this.#source = source;
    this.#options = options;
    const checkpoint = parseCheckpoint(openNote(source.checkpoint, source.keys).text);
    this.#size = checkpoint.size;
    this.#origin = checkpoint.origin;
    this.#root = checkpoint.root;
    this.#files = new OutputFiles(folder);
    this.#reading = readingOf(source.store.ledger);
    this.#fold = new LedgerFold(this.#reading, scratch);
    this.#textCounts = { kept: options.texts, references: 0, included: 0 };
  }

  async write(): Promise<Manifest> {
    try {
      await this.#writeEvents();
      const checkpoints = await writeCheckpoints(this.#files, this.#source, this.#size);
      for (const piece of schemaFiles(this.#fold, this.#reading)) await this.#files.whole(piece.path, piece.text);
      const { ledger } = this.#source.store;
      for (const { path, text } of stateFile(this.#fold, ledger)) await this.#files.add(path, text);
      const about = this.#about(checkpoints);
      await this.#writeAuditLog(about);
      await this.#files.whole(FILES.readme, readmeHtml({ about, keys: this.#source.keys.map(namedKey) }));
      const manifest = { ...about, files: await this.#files.finish() };
      await this.#files.whole(FILES.manifest, manifestText(manifest));
      return manifest;
    } finally {
      await this.#files.abandon();
      this.#fold.close();
    }
  }

  async #writeEvents(): Promise<void> {
    const tiles = new TileFiles(this.#files);
    const tree = new MerkleTree();
    let index = 0;
    for await (const leaves of this.#blocks('events')) {
      const place = index / TILE_WIDTH;
      await this.#files.whole(entriesPath(place, leaves.length), encodeEntryBundle(leaves));
      for (const leaf of leaves) {
        tree.append(leaf);
        tiles.append(leaf);
        await this.#files.add(FILES.events, leaf);
        await this.#files.add(FILES.events, '\n');
      }
      await this.#writeRecords(leaves, index);
      await tiles.writeFull();
      index += leaves.length;
    }
    if (index !== this.#size || !equalBytes(tree.root(), this.#root)) {
      throw new LedgerDiffersFromCheckpoint(this.#origin, this.#size);
    }
    await tiles.writePartial();
    await this.#files.end(FILES.events);
    await this.#files.end(FILES.texts);
    if (this.#reading.open !== undefined) await this.#files.end(FILES.contentKeys);
  }

  /** Notes each event, and writes the texts that belong to it. */
  async #writeRecords(leaves: readonly Uint8Array[], first: number): Promise<void> {
    const references: (readonly TextReference[])[] = [];
    for (const [place, leaf] of leaves.entries()) {
      const record = recordOf(leaf);
      const opened = await this.#opened(record, first + place, true);
      this.#fold.apply(record, leaf.byteLength, opened);
      references.push(this.#reading.textsOf(opened));
    }
    this.#textCounts.references += references.flat().length;
    if (this.#textCounts.kept === 'withheld') return;
    const texts = await this.#source.store.readTexts(references.flat().map(({ hash }) => hash));
    for (const [place, ofRecord] of references.entries()) {
      for (const { field, hash } of ofRecord) {
        const kept = texts.get(hash);
        if (kept === undefined) continue;
        const { salt, text } = kept;
        const line = canonicalJson({ field, index: first + place, ...this.#textKey(kept), salt, text });
        await this.#files.add(FILES.texts, `${line}\n`);
        this.#textCounts.included += 1;
      }
    }
  }

  /** What opens a sealed text, as its line has it. */
  #textKey(text: FreeText): { readonly key?: string } {
    const { sealing } = this.#source;
    if (this.#reading.openText === undefined || sealing === undefined) return {};
    return { key: Buffer.from(contentKeyOfText(text, sealing)).toString('base64url') };
  }

  /** The texts as they may be shown, opened where they are sealed. */
  async #shown(texts: ReadonlyMap<string, FreeText>): Promise<ReadonlyMap<string, { readonly text: string }>> {
    const { openText } = this.#reading;
    const { sealing } = this.#source;
    if (openText === undefined || sealing === undefined) return texts;
    const opened = [...texts].map(
      async ([hash, text]) => [hash, { text: await openText(text, contentKeyOfText(text, sealing)) }] as const,
    );
    return new Map(await Promise.all(opened));
  }

  /** What a sealed record holds. Its key is written down the first time. */
  async #opened(record: LedgerRecord, index: number, isFirst: boolean): Promise<LedgerRecord> {
    const { open } = this.#reading;
    if (open === undefined) return record;
    if (this.#source.sealing === undefined) throw new Error('a package of the sealed ledger needs the sealing keys');
    const key = contentKeyOfRecord(record, this.#source.sealing);
    if (isFirst) await this.#files.add(FILES.contentKeys, contentKeyLine(index, key));
    return open(record, key);
  }

  async #writeAuditLog(about: About): Promise<void> {
    const { kept } = about.freeTexts;
    await writeAuditLog(this.#files, auditFiles(this.#fold, this.#readAgain(), { title: titleOf(about), kept }));
  }

  async *#readAgain(): AsyncGenerator<readonly ReadEvent[]> {
    for await (const leaves of this.#blocks('audit-log')) {
      const events: Omit<ReadEvent, 'texts'>[] = [];
      for (const leaf of leaves) {
        const record = await this.#opened(recordOf(leaf), 0, false);
        events.push({ leaf, record, sealed: this.#reading.open !== undefined });
      }
      const hashes = events.flatMap(({ record }) => this.#reading.textsOf(record).map(({ hash }) => hash));
      const withheld = this.#textCounts.kept === 'withheld';
      const texts = withheld ? new Map<string, never>() : await this.#source.store.readTexts(hashes);
      const shown = await this.#shown(texts);
      yield events.map((event) => ({ ...event, texts: shown }));
    }
  }

  /** The leaves of the checkpoint's tree, as many at a time as a tile is wide. */
  async *#blocks(step: PackageProgress['step']): AsyncGenerator<readonly Uint8Array[]> {
    let held: Uint8Array[] = [];
    let done = 0;
    for await (const page of this.#source.store.read()) {
      for (const { leaf } of page) {
        if (done + held.length === this.#size) break;
        held.push(leaf);
        if (held.length < TILE_WIDTH) continue;
        yield held;
        done += held.length;
        held = [];
        this.#options.progress?.({ step, done, of: this.#size });
        this.#options.signal?.throwIfAborted();
      }
      if (done + held.length === this.#size) break;
    }
    if (held.length > 0) yield held;
    this.#options.progress?.({ step, done: done + held.length, of: this.#size });
  }

  #about(checkpoints: number): About {
    const { madeAt, madeBy, reason, software } = this.#options;
    return aboutOf({
      making: { madeAt, madeBy, reason, software },
      trialId: this.#source.trialId,
      ledger: this.#source.store.ledger,
      origin: this.#origin,
      root: this.#root,
      fold: this.#fold,
      checkpoints,
      freeTexts: this.#textCounts,
    });
  }
}
