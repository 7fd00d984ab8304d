import { equalBytes, HASH_BYTES, type Checkpoint, leafHash, recordOf, TILE_WIDTH } from '@bali/ledger';
import type { TextReference } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { mayGiveAwayArm, type RedactionEvent } from '@bali/trial';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedKey } from '../about.js';
import { auditFiles, type ReadEvent, schemaFiles } from '../derived/derived-files.js';
import { LedgerFold } from '../derived/ledger-fold.js';
import { readingOf } from '../derived/reading-of.js';
import { FILES } from '../format/layout.js';
import { WORDING } from '../format/wording.js';
import { ByteReader } from '../verify/byte-reader.js';
import { hexOf, keyOf, type Keys, readCheckpoint, readEarlier, readKeys } from '../verify/checkpoints.js';
import { compareManifest, compareReadme, takeWordedAsListed, unknownWording } from '../verify/comparisons.js';
import { DerivedComparison } from '../verify/derived-comparison.js';
import { KnownHeads } from '../verify/known-heads.js';
import { ListedFiles, readManifestAs } from '../verify/listed-files.js';
import { NotVerified } from '../verify/not-verified.js';
import { openPackageFiles, type PackageFiles } from '../verify/package-files.js';
import { RecordRules, refuseInvalidSignature } from '../verify/record-rules.js';
import { TextsReader } from '../verify/texts-reader.js';
import type { Verified, VerifyOptions, VerifyProgress } from '../verify/verify-package.js';
import {
  aboutCopy,
  type CopiedTexts,
  COPY_FORMAT,
  type CopyManifest,
  isOfSite,
  parseCopyManifest,
  type WithheldText,
} from './copy-manifest.js';
import { copyReadme, copyTitle } from './copy-readme.js';
import { type OwnEvent, OwnEvents } from './own-events.js';
import { tileAt, verifyTiles } from './verify-tiles.js';

/** What was found right. */
export interface VerifiedCopy extends Pick<
  Verified,
  'origin' | 'treeSize' | 'root' | 'earlierCheckpoints' | 'keyWasGiven' | 'key' | 'wording'
> {
  readonly site: string;
  readonly events: number;
  readonly patients: number;
  readonly redactedTexts: number;
  readonly withheldTexts: number;
}

export interface VerifyCopyOptions extends Pick<
  VerifyOptions,
  'key' | 'older' | 'trialId' | 'otherWording' | 'progress' | 'signal'
> {
  /** Indexes of events that must be in it, because they were in an earlier copy. */
  readonly olderIndexes?: ReadonlySet<number>;
}

const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/** Whether what is there says of itself that it is a site's certified copy. Nothing is verified by this. @throws NotVerified */
export async function isCertifiedCopy(path: string): Promise<boolean> {
  const files = await openPackageFiles(path);
  try {
    if ((files.sizes.get(FILES.manifest) ?? Number.POSITIVE_INFINITY) > MAX_MANIFEST_BYTES) return false;
    const { format } = JSON.parse((await files.whole(FILES.manifest)).toString('utf8')) as { format?: unknown };
    return format === COPY_FORMAT;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  } finally {
    await files.close();
  }
}

/** The indexes of the events in an earlier copy; none when it is another thing that has a checkpoint. @throws NotVerified */
export async function readOlderIndexes(path: string): Promise<ReadonlySet<number>> {
  if (!(await isCertifiedCopy(path).catch(() => false))) return new Set();
  const files = await openPackageFiles(path);
  try {
    const reader = new ByteReader(files.open(FILES.indexes), MAX_MANIFEST_BYTES);
    const lines = await reader.lines(Number.POSITIVE_INFINITY, MAX_MANIFEST_BYTES);
    return new Set(lines.map((line) => Number(line.toString('latin1'))));
  } finally {
    await files.close();
  }
}

/**
 * Verifies a site's certified copy, offline and alone: every byte of every file. That it holds every event of the site is not
 * shown by it: leaves that are here as hashes could be anybody's.
 * @throws NotVerified naming the first thing that is wrong: which file, which line, what was expected.
 */
export async function verifyCertifiedCopy(path: string, options: VerifyCopyOptions = {}): Promise<VerifiedCopy> {
  return verifyCopyFiles(await openPackageFiles(path), options);
}

/** The same of files that are opened already, and are closed with it. */
export async function verifyCopyFiles(files: PackageFiles, options: VerifyCopyOptions): Promise<VerifiedCopy> {
  const scratch = mkdtempSync(join(tmpdir(), 'bali-verify-'));
  try {
    const manifest = await readManifestAs(files, parseCopyManifest);
    const { trialId = TRIAL.id } = options;
    if (manifest.trialId !== trialId) {
      const [expected, found] = [trialId, manifest.trialId];
      throw new NotVerified({ fault: 'another-trial', file: FILES.manifest, expected, found });
    }
    return await new CopyVerification(files, manifest, options, join(scratch, 'state.db')).verify();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await files.close();
  }
}

class CopyVerification {
  readonly #files: ListedFiles;
  readonly #manifest: CopyManifest;
  readonly #options: VerifyCopyOptions;
  readonly #fold: LedgerFold;
  readonly #rules: RecordRules;
  readonly #reading = readingOf('trial');
  /** What the manifest says is withheld: `index field`. */
  readonly #saidWithheld: ReadonlySet<string>;
  readonly #withheld: WithheldText[] = [];

  constructor(files: PackageFiles, manifest: CopyManifest, options: VerifyCopyOptions, scratch: string) {
    this.#files = new ListedFiles(files, manifest);
    this.#manifest = manifest;
    this.#options = options;
    this.#fold = new LedgerFold(this.#reading, scratch);
    this.#rules = new RecordRules(this.#reading, this.#fold, manifest.trialId);
    this.#saidWithheld = new Set(manifest.freeTexts.withheld.map(({ index, field }) => `${index} ${field}`));
  }

  async verify(): Promise<VerifiedCopy> {
    const { key, older, signal } = this.#options;
    const files = this.#files;
    try {
      const keys = await readKeys(files, key);
      const head = await readCheckpoint(files, this.#manifest, keys);
      const earlier = await readEarlier(files, head, keys);
      const heads = new KnownHeads(head, [...earlier, ...(older?.([...keys.trusted, ...keys.inPackage]) ?? [])]);
      await verifyTiles({ files, head, heads, ...this.#progressOf('events', head.size), ...(signal && { signal }) });
      const freeTexts = await this.#verifyEvents(head);
      await this.#compareDerived(head, keys, earlier.length, freeTexts);
      files.allSettled();
      const { wording: version } = this.#manifest;
      const wording = { version, compared: version === WORDING };
      if (!wording.compared && this.#options.otherWording !== true) throw unknownWording(this.#manifest);
      const { events, patients } = this.#fold.counts;
      return {
        ...{ site: this.#manifest.site, origin: head.origin, treeSize: head.size, root: hexOf(head.root) },
        ...{ wording, events, patients, redactedTexts: freeTexts.redacted, withheldTexts: freeTexts.withheld.length },
        ...{ earlierCheckpoints: earlier.length, keyWasGiven: key !== undefined, key: keyOf(keys) },
      };
    } finally {
      this.#fold.close();
    }
  }

  /** Each event is the leaf of its index, one of this site, and keeps the rules; each text is accounted for. */
  async #verifyEvents(head: Checkpoint): Promise<CopiedTexts> {
    const [lines, indexes, textLines] = [FILES.events, FILES.indexes, FILES.texts].map((path) =>
      this.#files.read(path),
    );
    if (lines === undefined || indexes === undefined || textLines === undefined)
      throw new Error('three were asked for');
    const events = new OwnEvents(lines, indexes, head.size);
    const texts = new TextsReader(textLines);
    const missing = new Set(this.#options.olderIndexes);
    let references = 0;
    try {
      for (let block = await this.#next(events); block.length > 0; block = await this.#next(events)) {
        this.#options.signal?.throwIfAborted();
        await this.#refuseOtherLeaves(head, block, events);
        for (const [place, event] of block.entries()) {
          const line = events.given - block.length + place + 1;
          references += await atLine(line, () => this.#verifyEvent(event, texts));
          missing.delete(event.index);
        }
      }
      events.checkEnd();
      refuseMissing(missing);
      await texts.end();
      texts.allAccountedFor();
      this.#files.settleRead(FILES.events, await lines.finish(), 'as-listed');
      this.#files.settleRead(FILES.indexes, await indexes.finish(), 'as-listed');
      this.#files.settleRead(FILES.texts, await textLines.finish(), 'as-listed');
    } finally {
      await events.close();
      await textLines.close();
    }
    const withheld = this.#withheld;
    const { included } = texts;
    return { references, included, redacted: references - included - withheld.length, withheld };
  }

  async #next(events: OwnEvents): Promise<readonly OwnEvent[]> {
    return events.next(TILE_WIDTH).catch(async (error: unknown) => {
      throw error instanceof NotVerified ? await this.#blamed(error) : error;
    });
  }

  /** @throws NotVerified when an event is not the leaf that the tree has at its index. */
  async #refuseOtherLeaves(head: Checkpoint, block: readonly OwnEvent[], events: OwnEvents): Promise<void> {
    const start = events.given - block.length;
    let tile = await tileAt(this.#files, head, block[0]?.index ?? 0);
    for (const [place, { index, leaf }] of block.entries()) {
      if (index >= tile.first + TILE_WIDTH) tile = await tileAt(this.#files, head, index);
      const at = (index - tile.first) * HASH_BYTES;
      const wanted = tile.bytes.subarray(at, at + HASH_BYTES);
      if (equalBytes(leafHash(leaf), wanted)) continue;
      const next = block[place + 1] ?? (await events.next(1).catch(() => []))[0];
      throw await this.#blamed(await this.#differing(head, { index, leaf }, wanted, start + place + 1, next));
    }
  }

  /** What happened to a line, as far as the one after it tells. */
  async #differing(
    head: Checkpoint,
    { index, leaf }: OwnEvent,
    wanted: Buffer,
    line: number,
    next: OwnEvent | undefined,
  ): Promise<NotVerified> {
    const here = leafHash(leaf);
    const isNextWanted = next !== undefined && equalBytes(leafHash(next.leaf), wanted);
    const isNext = next !== undefined && equalBytes(here, await this.#hashAt(head, next.index));
    const what = isNext ? (isNextWanted ? 'events-swapped' : 'event-missing') : undefined;
    const fault = what ?? (isNextWanted ? 'event-inserted' : 'event-altered');
    const hashes = { expected: `an event of hash ${hexOf(wanted)}`, found: `one of hash ${hexOf(here)}` };
    return new NotVerified({ fault, file: FILES.events, line, index, ...hashes });
  }

  async #hashAt(head: Checkpoint, index: number): Promise<Buffer> {
    const { first, bytes } = await tileAt(this.#files, head, index);
    return bytes.subarray((index - first) * HASH_BYTES, (index - first + 1) * HASH_BYTES);
  }

  /** Where events and indexes do not fit together, the manifest tells if it is the indexes that were changed. */
  async #blamed(error: NotVerified): Promise<NotVerified> {
    if (error.finding.file !== FILES.events) return error;
    if (await this.#files.isAsListed(FILES.indexes)) return error;
    if (!(await this.#files.isAsListed(FILES.events))) return error;
    const { line, index } = error.finding;
    const place = { ...(line === undefined ? {} : { line }), ...(index === undefined ? {} : { index }) };
    const detail = 'The event of this line is not the leaf of this index';
    return new NotVerified({ fault: 'index-wrong', file: FILES.indexes, ...place, detail }, { cause: error });
  }

  /** @returns how many texts it refers to. */
  async #verifyEvent({ index, leaf }: OwnEvent, texts: TextsReader): Promise<number> {
    const record = this.#rules.recordIn(leaf, index);
    const { site } = this.#manifest;
    if (!isOfSite(site, record.stream)) {
      const [expected, found] = [`a patient of ${site}, or the trial`, record.stream];
      throw new NotVerified({ fault: 'event-of-another-site', file: FILES.events, index, expected, found });
    }
    this.#fold.apply(record, leaf.byteLength);
    refuseInvalidSignature(this.#fold, record, index);
    const references = this.#reading.textsOf(record);
    const withheld = this.#withheldIn(index, references);
    if (withheld.length > 0 && !mayGiveAwayArm(record)) {
      const detail = `The manifest says that the text of ${withheld[0]?.field ?? ''} is withheld, and it cannot give away an arm`;
      throw new NotVerified({ fault: 'text-missing', file: FILES.texts, index, detail });
    }
    this.#withheld.push(...withheld.map(({ field }) => ({ index, field })));
    await texts.of(
      index,
      references.filter((reference) => !withheld.includes(reference)),
    );
    if (record.type === 'TextRedacted') texts.redacted((record.data as RedactionEvent['data']).hash);
    return references.length;
  }

  #withheldIn(index: number, references: readonly TextReference[]): readonly TextReference[] {
    return references.filter(({ field }) => this.#saidWithheld.has(`${index} ${field}`));
  }

  /** The manifest, and every file that is made from the events. */
  async #compareDerived(head: Checkpoint, keys: Keys, checkpoints: number, freeTexts: CopiedTexts): Promise<void> {
    const manifest = this.#manifest;
    const { site, trialId, wording } = manifest;
    const { origin, root, size: treeSize } = head;
    const fold = this.#fold;
    const about = aboutCopy({
      making: manifest,
      wording,
      trialId,
      site,
      origin,
      treeSize,
      root,
      fold,
      checkpoints,
      freeTexts,
    });
    compareManifest(manifest, about);
    const isOurs = wording === WORDING;
    if (isOurs) await compareReadme(this.#files, copyReadme({ about, keys: keys.inPackage.map(namedKey) }));
    const derived = new DerivedComparison(this.#files);
    try {
      for (const piece of schemaFiles(fold, this.#reading)) await derived.compare(piece);
      await derived.endAll();
      const told = auditFiles(fold, this.#readAgain(treeSize), { title: copyTitle(trialId, site), kept: 'included' });
      if (isOurs) await derived.compareAuditLog(told);
      else await takeWordedAsListed(this.#files);
    } finally {
      await derived.close();
    }
  }

  /** The events and their texts again, now that it is known that they are right. */
  async *#readAgain(treeSize: number): AsyncGenerator<readonly ReadEvent[]> {
    const events = new OwnEvents(this.#files.readAgain(FILES.events), this.#files.readAgain(FILES.indexes), treeSize);
    const textLines = this.#files.readAgain(FILES.texts);
    const texts = new TextsReader(textLines);
    const { progress } = this.#progressOf('audit-log', this.#fold.counts.events);
    const secret = new Set<string>();
    try {
      for (let block = await events.next(TILE_WIDTH); block.length > 0; block = await events.next(TILE_WIDTH)) {
        const read: ReadEvent[] = [];
        for (const { index, leaf } of block) {
          const record = recordOf(leaf);
          const references = this.#reading.textsOf(record);
          const withheld = this.#withheldIn(index, references);
          for (const { hash } of withheld) secret.add(hash);
          const shown = await texts.of(
            index,
            references.filter((reference) => !withheld.includes(reference)),
          );
          read.push({ index, leaf, record, texts: shown, withheld: secret });
        }
        yield read;
        progress?.(events.given);
      }
    } finally {
      await events.close();
      await textLines.close();
    }
  }

  #progressOf(step: VerifyProgress['step'], of: number): { progress?: (done: number) => void } {
    const { progress } = this.#options;
    return progress === undefined ? {} : { progress: (done) => progress({ step, done, of }) };
  }
}

/** What was in an earlier copy is in every later one. @throws NotVerified */
function refuseMissing([index]: Iterable<number>): void {
  if (index === undefined) return;
  const detail = 'It was in the earlier copy, and is not in this one';
  throw new NotVerified({ fault: 'event-missing', file: FILES.events, index, detail });
}

/** In a copy, an event does not stand in the line of its index. */
async function atLine<Result>(line: number, look: () => Promise<Result>): Promise<Result> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof NotVerified) || error.finding.file !== FILES.events) throw error;
    throw new NotVerified({ ...error.finding, line }, { cause: error });
  }
}
