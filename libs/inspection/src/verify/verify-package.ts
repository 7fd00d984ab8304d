import { type Checkpoint, type Ledger, MAX_LEAF_BYTES, recordOf, TILE_WIDTH, type VerifierKey } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import type { RedactionEvent } from '@bali/trial';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aboutOf, namedKey } from '../about.js';
import { auditFiles, type ReadEvent, schemaFiles, stateFile } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import { readingOf } from '../derived/reading-of.js';
import { readmeHtml, titleOf } from '../derived/readme-html.js';
import { FILES } from '../format/layout.js';
import { type Manifest, type TextCounts } from '../format/manifest.js';
import { WORDING } from '../format/wording.js';
import { hexOf, keyOf, type Keys, type KnownCheckpoint, readCheckpoint, readEarlier, readKeys } from './checkpoints.js';
import { compareManifest, compareReadme, takeWordedAsListed, unknownWording } from './comparisons.js';
import { ContentKeysReader } from './content-keys-reader.js';
import { DerivedComparison } from './derived-comparison.js';
import { KnownHeads } from './known-heads.js';
import { ListedFiles, readManifest } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { openPackageFiles, type PackageFiles } from './package-files.js';
import { RecordRules, refuseInvalidSignature } from './record-rules.js';
import { TextsReader } from './texts-reader.js';
import { verifyEvents } from './verify-events.js';

export interface VerifyOptions {
  /** The verifier key, received by another way than the package. Without it the package's own is used, which proves less. */
  readonly key?: string;
  /** Checkpoints that somebody kept: of each, the log must be a continuation. */
  readonly older?: (keys: readonly VerifierKey[]) => readonly KnownCheckpoint[];
  /**
   * `tree`: hashes, tiles, bundles, checkpoints and their signatures. `everything`, unless told: also the rules of each event,
   * the signatures of people, the texts, and every file that is made from the events.
   */
  readonly checks?: 'tree' | 'everything';
  /**
   * Takes a package whose files for people are written in words of another version, which this software cannot make again, and
   * says in its result that they were not compared. Unless told, such a package is refused: who changes those files could
   * write another version into the manifest.
   */
  readonly otherWording?: boolean;
  readonly trialId?: string;
  readonly progress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

export interface VerifyProgress {
  readonly step: 'events' | 'audit-log';
  readonly done: number;
  readonly of: number;
}

/** What was found right. */
export interface Verified {
  readonly ledger: Ledger;
  readonly origin: string;
  readonly treeSize: number;
  readonly root: string;
  readonly checks: 'tree' | 'everything';
  readonly stateDigest: string;
  /**
   * In which version of words the files for people are written, and whether they were made again and compared with the events;
   * if not, nobody but the package's maker says what they say.
   */
  readonly wording: { readonly version: number; readonly compared: boolean };
  readonly earlierCheckpoints: number;
  readonly redactedTexts: number;
  /** Whether the key came by another way. If not, whoever wrote the package could have chosen it. */
  readonly keyWasGiven: boolean;
  readonly key: { readonly line: string; readonly fingerprint: string };
}

/**
 * Verifies a package, offline and alone: every byte of every file, page by page, so that memory does not grow with it.
 * @throws NotVerified naming the first thing that is wrong: which file, which line, what was expected.
 */
export async function verifyPackage(path: string, options: VerifyOptions = {}): Promise<Verified> {
  return verifyPackageFiles(await openPackageFiles(path), options);
}

/** The same of files that are opened already, and are closed with it. */
export async function verifyPackageFiles(files: PackageFiles, options: VerifyOptions): Promise<Verified> {
  const scratch = mkdtempSync(join(tmpdir(), 'bali-verify-'));
  try {
    return await new PackageVerification(files, options, join(scratch, 'state.db')).verify();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await files.close();
  }
}

class PackageVerification {
  readonly #package: PackageFiles;
  readonly #options: VerifyOptions;
  readonly #scratch: string;

  constructor(files: PackageFiles, options: VerifyOptions, scratch: string) {
    this.#package = files;
    this.#options = options;
    this.#scratch = scratch;
  }

  async verify(): Promise<Verified> {
    const { key, older, checks = 'everything', trialId = TRIAL.id } = this.#options;
    const manifest = await readManifest(this.#package);
    if (manifest.trialId !== trialId) {
      const [expected, found] = [trialId, manifest.trialId];
      throw new NotVerified({ fault: 'another-trial', file: FILES.manifest, expected, found });
    }
    const files = new ListedFiles(this.#package, manifest);
    const keys = await readKeys(files, key);
    const head = await readCheckpoint(files, manifest, keys);
    const earlier = await readEarlier(files, head, keys);
    const heads = new KnownHeads(head, [...earlier, ...(older?.([...keys.trusted, ...keys.inPackage]) ?? [])]);
    if (checks === 'tree') await this.#verifyTree(files, head, heads);
    else await this.#verifyEverything(files, manifest, keys, head, heads, earlier.length);
    return {
      ...{ ledger: manifest.ledger, origin: head.origin, treeSize: head.size, root: hexOf(head.root), checks },
      stateDigest: manifest.stateDigest,
      wording: { version: manifest.wording, compared: checks === 'everything' && manifest.wording === WORDING },
      earlierCheckpoints: earlier.length,
      redactedTexts:
        manifest.freeTexts.kept === 'withheld' ? 0 : manifest.freeTexts.references - manifest.freeTexts.included,
      keyWasGiven: key !== undefined,
      key: keyOf(keys),
    };
  }

  #verifyTree(files: ListedFiles, head: Checkpoint, heads: KnownHeads): Promise<void> {
    const progress = this.#progressOf('events', head.size);
    return verifyEvents({ files, head, heads, onBlock: () => undefined, ...progress, ...this.#signal() });
  }

  async #verifyEverything(
    files: ListedFiles,
    manifest: Manifest,
    keys: Keys,
    head: Checkpoint,
    heads: KnownHeads,
    checkpoints: number,
  ): Promise<void> {
    const fold = new LedgerFold(readingOf(manifest.ledger), this.#scratch);
    const derived = new DerivedComparison(files);
    try {
      const freeTexts = await this.#verifyRecords(files, manifest, head, heads, fold);
      const { origin, root } = head;
      const { trialId, ledger } = manifest;
      for (const piece of stateFile(fold, ledger)) await derived.compare(piece);
      const { wording } = manifest;
      const about = aboutOf({ making: manifest, wording, trialId, ledger, origin, root, fold, checkpoints, freeTexts });
      compareManifest(manifest, about);
      if (wording === WORDING) await compareReadme(files, readmeHtml({ about, keys: keys.inPackage.map(namedKey) }));
      for (const piece of schemaFiles(fold, readingOf(ledger))) await derived.compare(piece);
      await derived.endAll();
      if (wording === WORDING) await this.#compareAuditLog(files, manifest, head.size, fold, derived);
      else await takeWordedAsListed(files);
      files.allSettled();
      if (wording !== WORDING && this.#options.otherWording !== true) throw unknownWording(manifest);
    } finally {
      await derived.close();
      fold.close();
    }
  }

  async #verifyRecords(
    files: ListedFiles,
    manifest: Manifest,
    head: Checkpoint,
    heads: KnownHeads,
    fold: LedgerFold,
  ): Promise<TextCounts> {
    const reading = readingOf(manifest.ledger);
    const rules = new RecordRules(reading, fold, manifest.trialId, head.size);
    const { kept } = manifest.freeTexts;
    const reader = files.has(FILES.texts) ? files.read(FILES.texts) : undefined;
    const texts = reader && new TextsReader(reader, reading);
    const contentKeys = new ContentKeysReader(reading, files);
    let references = 0;
    const onBlock = async (leaves: readonly Buffer[], first: number): Promise<void> => {
      for (const [place, leaf] of leaves.entries()) {
        const record = rules.recordIn(leaf, first + place);
        const isSealed = reading.open !== undefined;
        const opened = isSealed ? await contentKeys.opened(record, first + place) : record;
        if (isSealed) rules.checkOpened(opened, first + place);
        fold.apply(record, leaf.byteLength, opened);
        refuseInvalidSignature(fold, record, first + place);
        const ofRecord = reading.textsOf(opened);
        references += ofRecord.length;
        if (ofRecord.length > 0) await texts?.of(first + place, ofRecord);
        if (REDACTIONS.has(opened.type)) texts?.redacted((opened.data as RedactionEvent['data']).hash);
      }
    };
    await verifyEvents({ files, head, heads, onBlock, ...this.#progressOf('events', head.size), ...this.#signal() });
    await contentKeys.end(files);
    await texts?.end();
    if (kept === 'included') texts?.allAccountedFor();
    if (reader === undefined) throw new NotVerified({ fault: 'missing-file', file: FILES.texts });
    files.settleRead(FILES.texts, await reader.finish(), 'as-listed');
    return { kept, references, included: texts?.included ?? 0 };
  }

  async #compareAuditLog(
    files: ListedFiles,
    manifest: Manifest,
    size: number,
    fold: LedgerFold,
    derived: DerivedComparison,
  ): Promise<void> {
    const { kept } = manifest.freeTexts;
    const events = this.#readAgain(files, manifest, size);
    await derived.compareAuditLog(auditFiles(fold, events, { title: titleOf(manifest), kept }));
  }

  /** The events and their texts again, now that it is known that they are right. */
  async *#readAgain(files: ListedFiles, { ledger }: Manifest, size: number): AsyncGenerator<readonly ReadEvent[]> {
    const reading = readingOf(ledger);
    const contentKeys = new ContentKeysReader(reading, files);
    const events = files.readAgain(FILES.events);
    const texts = files.readAgain(FILES.texts);
    const textsReader = new TextsReader(texts, reading);
    const { progress } = this.#progressOf('audit-log', size);
    try {
      for (let index = 0; index < size;) {
        this.#options.signal?.throwIfAborted();
        const block: ReadEvent[] = [];
        for (const leaf of await events.lines(Math.min(TILE_WIDTH, size - index), MAX_LEAF_BYTES)) {
          const sealed = recordOf(leaf);
          const record = reading.open === undefined ? sealed : await contentKeys.opened(sealed, index);
          const references = reading.textsOf(record);
          const texts = references.length === 0 ? NO_TEXTS : await textsReader.of(index, references);
          block.push({ leaf, record, sealed: reading.open !== undefined, texts });
          index += 1;
        }
        if (block.length === 0) throw new NotVerified({ fault: 'event-missing', file: FILES.events, index });
        yield block;
        progress?.(index);
      }
    } finally {
      await events.close();
      await texts.close();
      await contentKeys.close();
    }
  }

  #progressOf(step: VerifyProgress['step'], of: number): { progress?: (done: number) => void } {
    const { progress } = this.#options;
    return progress === undefined ? {} : { progress: (done) => progress({ step, done, of }) };
  }

  #signal(): { signal?: AbortSignal } {
    const { signal } = this.#options;
    return signal === undefined ? {} : { signal };
  }
}

/** Events that say that a text is erased, in the ledgers that have such. */
const REDACTIONS: ReadonlySet<string> = new Set(['TextRedacted', 'SealedTextRedacted']);
const NO_TEXTS: ReadEvent['texts'] = new Map();
