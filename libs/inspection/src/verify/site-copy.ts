import { type LedgerRecord, TILE_WIDTH } from '@bali/ledger';
import type { TextFault } from '@bali/projections/portable';
import { aboutCopy } from '../derived/about-copy.js';
import { namedKey } from '../derived/about-ledger.js';
import { copyReadme, copyTitle } from '../derived/copy-readme.js';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { LedgerText } from '../derived/audited-ledger.js';
import { type CopiedTexts, type CopyManifest, parseCopyManifest } from '../format/copy-manifest.js';
import { faultyIn, type FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import { ContentKeysReader } from './content-keys-reader.js';
import { CopiedLeaves } from './copied-leaves.js';
import { CopiedLines, type PlacedLeaves } from './event-lines.js';
import type { Contents, Found, Given, Kind } from './kind.js';
import { NotVerified } from './not-verified.js';
import { PatientsOfSite } from './patients-of-site.js';
import { RecordRules } from './record-rules.js';
import { RecordsToVerify } from './records.js';
import { SaidFaulty } from './said-faulty.js';
import { SaidWithheld } from './said-withheld.js';
import { TextsReader } from './texts-reader.js';
import { verifyTiles } from './tiles.js';

/** What was found right in a site's certified copy. */
export interface VerifiedCopy extends Omit<Found, 'checks'> {
  readonly site: string;
  readonly events: number;
  readonly patients: number;
  readonly redactedTexts: number;
  readonly withheldTexts: number;
  /** Free texts that are missing although no event says that they were redacted: none, unless the policy takes that. */
  readonly faultyTexts: readonly FaultyText[];
}

/**
 * A site's certified copy. That it holds every event of the site is not shown by verifying it: leaves that are here as hashes
 * could be anybody's.
 */
export const SITE_COPY: Kind<CopyManifest, VerifiedCopy> = {
  parse: parseCopyManifest,
  contentsOf: (given) => new CopyContents(given),
  resultOf: (
    { site, counts: { events, patients }, freeTexts: { redacted, withheld, faulty = [] } },
    { origin, treeSize, root, wording, findings, ignored, earlierCheckpoints, keyWasGiven, key, witnessed, stamped },
  ) => ({
    ...{ site, origin, treeSize, root, wording, events, patients },
    ...{ redactedTexts: redacted, withheldTexts: withheld.length, faultyTexts: faulty },
    ...{ findings, ignored, earlierCheckpoints, keyWasGiven, key },
    ...(witnessed && { witnessed }),
    ...(stamped && { stamped }),
  }),
};

class CopyContents implements Contents {
  readonly #given: Given<CopyManifest>;
  readonly title: string;
  readonly texts = 'included';
  readonly hasState = false;
  readonly isForTheSite = true;
  readonly #saidWithheld: SaidWithheld;
  readonly #saidFaulty: SaidFaulty;
  readonly #patients: PatientsOfSite;
  #findings: Contents['findings'] = [];
  #found: CopiedTexts = { references: 0, included: 0, redacted: 0, withheld: [] };

  constructor(given: Given<CopyManifest>) {
    this.#given = given;
    const { trialId, site, freeTexts } = given.manifest;
    this.title = copyTitle(trialId, site);
    this.#saidWithheld = new SaidWithheld(freeTexts.withheld);
    this.#saidFaulty = new SaidFaulty(freeTexts.faulty);
    this.#patients = new PatientsOfSite(site);
  }

  verifyTree(): Promise<void> {
    return Promise.reject(new Error('a certified copy is verified whole'));
  }

  async verifyRecords(fold: LedgerFold): Promise<void> {
    const { files, head, heads, policy } = this.#given;
    const { progress, signal } = policy;
    await verifyTiles({
      ...{ files, head, heads },
      progress: (done) => progress?.({ step: 'events', done, of: head.size }),
      ...(signal && { signal }),
    });
    const [events, indexes, textLines] = [
      files.read(FILES.events),
      files.read(FILES.indexes),
      files.read(FILES.texts),
    ] as const;
    const lines = new CopiedLines(events, indexes, head.size);
    try {
      await this.#verifyEvents(lines, new TextsReader(textLines), fold);
      await this.#settle({ [FILES.events]: events, [FILES.indexes]: indexes, [FILES.texts]: textLines });
    } finally {
      await lines.close();
      await textLines.close();
    }
  }

  says(fold: LedgerFold): ReturnType<Contents['says']> {
    const { manifest, head, earlier, keys } = this.#given;
    const { wording, trialId, site } = manifest;
    const facts = { making: manifest, wording, trialId, head, fold, checkpoints: earlier.length };
    const about = aboutCopy(facts, site, this.#found);
    return { about, readme: () => copyReadme({ about, keys: keys.inPackage.map(namedKey) }) };
  }

  leavesAgain(): PlacedLeaves {
    const { files, head } = this.#given;
    return new CopiedLines(files.readAgain(FILES.events), files.readAgain(FILES.indexes), head.size);
  }

  /** @throws NotVerified for an event of another site. */
  belongs(record: LedgerRecord, index: number): void {
    if (!this.#patients.take(record, index)) this.#refuseForeign({ stream: record.stream, index });
  }

  #refuseForeign({
    stream,
    ...place
  }: {
    readonly stream: string;
    readonly index: number;
    readonly line?: number;
  }): never {
    const { site } = this.#given.manifest;
    const [expected, found] = [`a patient of ${site}, or the trial`, stream];
    throw new NotVerified({ fault: 'event-of-another-site', file: FILES.events, ...place, expected, found });
  }

  withheldIn(index: number, references: readonly LedgerText[]): readonly LedgerText[] {
    return this.#saidWithheld.of(index, references);
  }

  faultsIn(index: number): ReadonlyMap<string, TextFault> {
    return this.#saidFaulty.in(index);
  }

  get findings(): Contents['findings'] {
    return this.#findings;
  }

  get faulty(): readonly FaultyText[] {
    return this.#found.faulty ?? [];
  }

  /** Each event is the leaf of its index, one of this site, and keeps the rules; each text is accounted for. */
  async #verifyEvents(lines: CopiedLines, texts: TextsReader, fold: LedgerFold): Promise<void> {
    const { files, head, manifest, policy } = this.#given;
    const leaves = new CopiedLeaves(files, head, lines);
    const contentKeys = new ContentKeysReader(fold.audited, files);
    const rules = new RecordRules(fold, manifest.trialId);
    const records = new RecordsToVerify(fold, rules, this, { contentKeys, texts }, policy);
    const missing = new Set(policy.olderIndexes);
    for (let block = await leaves.next(TILE_WIDTH); block.length > 0; block = await leaves.next(TILE_WIDTH)) {
      policy.signal?.throwIfAborted();
      await leaves.refuseOthers(block);
      for (const [place, leaf] of block.entries()) {
        await atLine(lines.given - block.length + place + 1, () => records.verify([leaf]));
        missing.delete(leaf.index);
      }
    }
    const { foreign } = this.#patients;
    if (foreign !== undefined) this.#refuseForeign(foreign);
    lines.checkEnd();
    refuseMissing(missing);
    await texts.end();
    texts.allAccountedFor();
    const { references, withheld, grounds } = records;
    this.#findings = grounds.findings;
    const { included, faulty } = texts;
    const redacted = references - included - withheld.length - faulty.length;
    this.#found = { references, included, redacted, withheld, ...faultyIn(faulty) };
  }

  async #settle(readers: Readonly<Record<string, ByteReader>>): Promise<void> {
    for (const [path, reader] of Object.entries(readers)) {
      this.#given.files.settleRead(path, await reader.finish(), 'as-listed');
    }
  }
}

/** What was in an earlier copy is in every later one. @throws NotVerified */
function refuseMissing([index]: Iterable<number>): void {
  if (index === undefined) return;
  const detail = 'It was in the earlier copy, and is not in this one';
  throw new NotVerified({ fault: 'event-missing', file: FILES.events, index, detail });
}

/** In a copy, an event does not stand in the line of its index. */
async function atLine(line: number, look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof NotVerified) || error.finding.file !== FILES.events) throw error;
    throw new NotVerified({ ...error.finding, line }, { cause: error });
  }
}
