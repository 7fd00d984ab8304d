import { contentKeyOfRecord, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import {
  canonicalJson,
  encodeEntryBundle,
  entriesPath,
  formatVerifierKey,
  type LedgerRecord,
  openNote,
  MerkleTree,
  parseCheckpoint,
  recordOf,
  type Tile,
  TILE_WIDTH,
  TiledTree,
  tilePath,
  type VerifierKey,
} from '@bali/ledger';
import type { TextReference } from '@bali/projections';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aboutOf, namedKey } from '../about.js';
import { auditFiles, type Piece, type ReadEvent, schemaFiles, stateFile } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import type { LedgerReading } from '../derived/ledger-reading.js';
import { readingOf } from '../derived/reading-of.js';
import { type About, readmeHtml, titleOf } from '../derived/readme-html.js';
import { contentKeyLine } from '../format/content-keys.js';
import { checkpointPath, FILES } from '../format/layout.js';
import { type Making, type Manifest, manifestText, type TextCounts } from '../format/manifest.js';
import { OutputFiles } from './output-files.js';
import { zipFolder } from './zip-folder.js';

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

/** The place where a package was to be made is taken. */
export class PlaceTaken extends Error {
  constructor(path: string) {
    super(`there is something at ${path} already`);
    this.name = 'PlaceTaken';
  }
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
  if (existsSync(options.out)) throw new PlaceTaken(options.out);
  await mkdir(dirname(options.out), { recursive: true });
  const work = await mkdtemp(`${options.out}.partial-`);
  try {
    const folder = join(work, 'package');
    await mkdir(folder, { mode: 0o700 });
    const manifest = await new PackageWriter(source, options, folder, join(work, 'state.db')).write();
    await atItsPlace(folder, work, manifest, options);
    return manifest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function atItsPlace(folder: string, work: string, manifest: Manifest, options: PackageOptions): Promise<void> {
  const { out, madeAt, signal, progress } = options;
  if (!out.endsWith('.zip')) return rename(folder, out);
  const zip = join(work, 'package.zip');
  const paths = [FILES.readme, FILES.manifest, ...manifest.files.map(({ path }) => path)];
  progress?.({ step: 'zip', done: 0, of: paths.length });
  await zipFolder(folder, [...new Set(paths)], zip, { madeAt, ...(signal && { signal }) });
  return rename(zip, out);
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
    // Those of the sealed ledger are sealed with keys of their own, which no package discloses.
    const kept = source.store.ledger === 'sealed' ? 'withheld' : options.texts;
    this.#textCounts = { kept, references: 0, included: 0 };
  }

  async write(): Promise<Manifest> {
    try {
      await this.#writeEvents();
      const checkpoints = await this.#writeCheckpoints();
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
    if (index !== this.#size || !tree.root().equals(this.#root)) {
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
      this.#fold.apply(record, leaf.byteLength, await this.#opened(record, first + place, true));
      references.push(this.#reading.textsOf(record));
    }
    this.#textCounts.references += references.flat().length;
    if (this.#textCounts.kept === 'withheld') return;
    const texts = await this.#source.store.readTexts(references.flat().map(({ hash }) => hash));
    for (const [place, ofRecord] of references.entries()) {
      for (const { field, hash } of ofRecord) {
        const kept = texts.get(hash);
        if (kept === undefined) continue;
        const line = canonicalJson({ field, index: first + place, salt: kept.salt, text: kept.text });
        await this.#files.add(FILES.texts, `${line}\n`);
        this.#textCounts.included += 1;
      }
    }
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

  /** @returns how many earlier ones there are. */
  async #writeCheckpoints(): Promise<number> {
    await this.#files.whole(FILES.checkpoint, this.#source.checkpoint);
    const keys = this.#source.keys.map((key) => `${formatVerifierKey(key)}\n`);
    await this.#files.whole(FILES.verifierKeys, keys.join(''));
    let count = 0;
    let before = { size: -1, place: 0 };
    for await (const note of this.#source.earlier) {
      const { size } = parseCheckpoint(openNote(note, this.#source.keys).text);
      if (size > this.#size) continue;
      before = { size, place: size === before.size ? before.place + 1 : 0 };
      await this.#files.whole(checkpointPath(size, before.place), note);
      count += 1;
    }
    return count;
  }

  async #writeAuditLog(about: About): Promise<void> {
    let open: string | undefined;
    const pieces = auditFiles(this.#fold, this.#readAgain(), { title: titleOf(about), kept: about.freeTexts.kept });
    for await (const { path, text } of pieces) {
      // Pages come one after another: the one before is complete.
      if (isPage({ path, text }) && open !== undefined && open !== path) await this.#files.end(open);
      if (isPage({ path, text })) open = path;
      await this.#files.add(path, text);
    }
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
      yield events.map((event) => ({ ...event, texts }));
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

function isPage({ path }: Piece): boolean {
  return path !== FILES.auditCsv;
}

/** The tiles of a growing tree, each written once: when it is full, or at the end. */
class TileFiles {
  readonly #tree = new TiledTree();
  readonly #files: OutputFiles;
  readonly #partial = new Map<number, Tile>();

  constructor(files: OutputFiles) {
    this.#files = files;
  }

  append(leaf: Uint8Array): void {
    this.#tree.append(leaf);
  }

  async writeFull(): Promise<void> {
    for (const tile of this.#tree.takeChanged()) {
      if (tile.width < TILE_WIDTH) this.#partial.set(tile.level, tile);
      else {
        this.#partial.delete(tile.level);
        await this.#write(tile);
      }
    }
  }

  async writePartial(): Promise<void> {
    await this.writeFull();
    for (const tile of this.#partial.values()) await this.#write(tile);
  }

  #write({ level, index, width, hashes }: Tile): Promise<void> {
    return this.#files.whole(tilePath(level, index, width), hashes);
  }
}
