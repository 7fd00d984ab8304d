import type { DisclosureEvent } from '@bali/access';
import {
  canonicalJson,
  equalBytes,
  type LedgerRecord,
  openNote,
  parseCheckpoint,
  recordOf,
  sha256Hex,
  TILE_WIDTH,
} from '@bali/ledger';
import type { TextReference } from '@bali/projections';
import { mayGiveAwayArm } from '@bali/trial';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { namedKey } from '../about.js';
import { auditFiles, type ReadEvent, schemaFiles } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import { readingOf } from '../derived/reading-of.js';
import { FILES } from '../format/layout.js';
import { type Making, manifestText } from '../format/manifest.js';
import { ByteReader } from '../verify/byte-reader.js';
import { madeAtItsPlace } from '../write/made-at-its-place.js';
import { OutputFiles } from '../write/output-files.js';
import { TileFiles } from '../write/tile-files.js';
import { writeAuditLog } from '../write/write-audit-log.js';
import { writeCheckpoints } from '../write/write-checkpoints.js';
import { LedgerDiffersFromCheckpoint, type PackageProgress, type PackageSource } from '../write/write-package.js';
import { aboutCopy, type AboutCopy, type CopyManifest, isOfSite, type WithheldText } from './copy-manifest.js';
import { copyReadme, copyTitle } from './copy-readme.js';
import { OwnEvents } from './own-events.js';

export interface CopyOptions extends Making {
  readonly site: string;
  /** A directory, or a file whose name ends with `.zip`: neither may be there. */
  readonly out: string;
  /** Whether the reader of the copy may know a record's free texts. Only of what can give away an arm they may not. */
  readonly mayKnowTextsOf: (record: LedgerRecord) => boolean;
  /** Called once the copy is complete, and before it is at its place: what it throws keeps it from there. */
  readonly whenComplete?: (manifest: CopyManifest) => Promise<void>;
  readonly progress?: (progress: PackageProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes a site's certified copy: the events of its own patients and of the trial as a whole, and of every other leaf the
 * hash alone. The ledger is read once, page by page: memory does not grow with it.
 * @throws PlaceTaken, LedgerDiffersFromCheckpoint, and the signal's reason.
 */
export function writeCertifiedCopy(source: PackageSource, options: CopyOptions): Promise<CopyManifest> {
  return madeAtItsPlace(options, (folder, scratch) => new CopyWriter(source, options, folder, scratch).write());
}

/** What the access ledger is told of a copy, before it is given to anybody. */
export function certifiedCopyMade(manifest: CopyManifest): Extract<DisclosureEvent, { type: 'CertifiedCopyMade' }> {
  const { site, treeSize, root, counts } = manifest;
  const data = { site, treeSize, root, events: counts.events, manifest: sha256Hex(manifestText(manifest)) };
  return { type: 'CertifiedCopyMade', data };
}

class CopyWriter {
  readonly #source: PackageSource;
  readonly #options: CopyOptions;
  readonly #folder: string;
  readonly #files: OutputFiles;
  readonly #fold: LedgerFold;
  readonly #reading = readingOf('trial');
  readonly #head: { readonly size: number; readonly root: Uint8Array; readonly origin: string };
  /** Hashes of texts that the reader may not know, wherever they stand. */
  readonly #secret = new Set<string>();
  readonly #withheld: WithheldText[] = [];
  readonly #texts = { references: 0, included: 0 };

  constructor(source: PackageSource, options: CopyOptions, folder: string, scratch: string) {
    if (source.store.ledger !== 'trial') throw new Error('a site has a copy of the trial ledger, and of no other');
    this.#source = source;
    this.#options = options;
    this.#folder = folder;
    this.#head = parseCheckpoint(openNote(source.checkpoint, source.keys).text);
    this.#files = new OutputFiles(folder);
    this.#fold = new LedgerFold(this.#reading, scratch);
  }

  async write(): Promise<CopyManifest> {
    const files = this.#files;
    try {
      await this.#writeEvents();
      const checkpoints = await writeCheckpoints(files, this.#source, this.#head.size);
      for (const { path, text } of schemaFiles(this.#fold, this.#reading)) await files.whole(path, text);
      const title = copyTitle(this.#source.trialId, this.#options.site);
      await writeAuditLog(files, auditFiles(this.#fold, this.#readAgain(), { title, kept: 'included' }));
      await files.end(FILES.texts);
      const about = this.#about(checkpoints);
      await files.whole(FILES.readme, copyReadme({ about, keys: this.#source.keys.map(namedKey) }));
      const manifest = { ...about, files: await files.finish() };
      await files.whole(FILES.manifest, manifestText(manifest));
      return manifest;
    } finally {
      await files.abandon();
      this.#fold.close();
    }
  }

  /** Of every leaf the hash, and the events of this site whole. */
  async #writeEvents(): Promise<void> {
    const { size, root, origin } = this.#head;
    const tiles = new TileFiles(this.#files);
    for await (const page of this.#source.store.read()) {
      for (const { stream, leaf } of page) {
        if (tiles.size === size) break;
        if (isOfSite(this.#options.site, stream)) await this.#writeEvent(leaf, tiles.size);
        tiles.append(leaf);
      }
      await tiles.writeFull();
      this.#options.progress?.({ step: 'events', done: tiles.size, of: size });
      this.#options.signal?.throwIfAborted();
      if (tiles.size === size) break;
    }
    if (tiles.size !== size || !equalBytes(tiles.root(), root)) throw new LedgerDiffersFromCheckpoint(origin, size);
    await tiles.writePartial();
    await this.#files.end(FILES.events);
    await this.#files.end(FILES.indexes);
  }

  async #writeEvent(leaf: Uint8Array, index: number): Promise<void> {
    const record = recordOf(leaf);
    this.#fold.apply(record, leaf.byteLength);
    if (mayGiveAwayArm(record) && !this.#options.mayKnowTextsOf(record)) {
      for (const { hash } of this.#reading.textsOf(record)) this.#secret.add(hash);
    }
    await this.#files.add(FILES.events, leaf);
    await this.#files.add(FILES.events, '\n');
    await this.#files.add(FILES.indexes, `${index}\n`);
  }

  /** The events of the copy from its own files, with their texts, which are written down on the way. */
  async *#readAgain(): AsyncGenerator<readonly ReadEvent[]> {
    const reader = (path: string): ByteReader =>
      new ByteReader(createReadStream(join(this.#folder, path)), Number.POSITIVE_INFINITY, { hashed: false });
    const events = new OwnEvents(reader(FILES.events), reader(FILES.indexes), this.#head.size);
    const { events: of } = this.#fold.counts;
    try {
      for (;;) {
        const block = (await events.next(TILE_WIDTH)).map(({ index, leaf }) => {
          const record = recordOf(leaf);
          return { index, leaf, record, references: this.#reading.textsOf(record) };
        });
        if (block.length === 0) return;
        const hashes = block.flatMap(({ references }) => references.map(({ hash }) => hash));
        const texts = await this.#source.store.readTexts(hashes.filter((hash) => !this.#secret.has(hash)));
        for (const { index, references } of block) {
          for (const reference of references) await this.#writeText(index, reference, texts.get(reference.hash));
        }
        yield block.map(({ index, leaf, record }) => ({ index, leaf, record, texts, withheld: this.#secret }));
        this.#options.progress?.({ step: 'audit-log', done: events.given, of });
        this.#options.signal?.throwIfAborted();
      }
    } finally {
      await events.close();
    }
  }

  async #writeText(
    index: number,
    { field, hash }: TextReference,
    kept: { readonly salt: string; readonly text: string } | undefined,
  ): Promise<void> {
    this.#texts.references += 1;
    if (this.#secret.has(hash)) this.#withheld.push({ index, field });
    if (kept === undefined) return;
    this.#texts.included += 1;
    await this.#files.add(FILES.texts, `${canonicalJson({ field, index, salt: kept.salt, text: kept.text })}\n`);
  }

  #about(checkpoints: number): AboutCopy {
    const { madeAt, madeBy, reason, software, site } = this.#options;
    const { size: treeSize, root, origin } = this.#head;
    const { references, included } = this.#texts;
    const withheld = this.#withheld;
    return aboutCopy({
      making: { madeAt, madeBy, reason, software },
      ...{ trialId: this.#source.trialId, site, origin, treeSize, root, fold: this.#fold, checkpoints },
      freeTexts: { references, included, redacted: references - included - withheld.length, withheld },
    });
  }
}
