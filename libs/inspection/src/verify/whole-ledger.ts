import type { Ledger } from '@bali/ledger';
import type { TextFault } from '@bali/projections/portable';
import { aboutLedger, namedKey } from '../derived/about-ledger.js';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { LedgerText } from '../derived/audited-ledger.js';
import { readmeHtml, titleOf } from '../derived/ledger-readme.js';
import { faultyIn, type FaultyText } from '../format/faulty-text.js';
import { FILES } from '../format/layout.js';
import { type Manifest, parseManifest, redactedIn, type TextCounts } from '../format/ledger-manifest.js';
import type { ByteReader } from './byte-reader.js';
import { ContentKeysReader } from './content-keys-reader.js';
import { EventLines, type PlacedLeaf, type PlacedLeaves } from './event-lines.js';
import { type EventsToVerify, verifyEvents } from './events.js';
import type { Contents, Found, Given, Kind } from './kind.js';
import { NotVerified } from './not-verified.js';
import { RecordRules } from './record-rules.js';
import { RecordsToVerify } from './records.js';
import { SaidFaulty } from './said-faulty.js';
import { SaidWithheld } from './said-withheld.js';
import { TextsReader } from './texts-reader.js';

/** What was found right in a package of a whole ledger. */
export interface Verified extends Found {
  readonly ledger: Ledger;
  readonly stateDigest: string;
  readonly redactedTexts: number;
  /** Free texts that the person for whom the package was made may not know, where they may read others. */
  readonly withheldTexts: number;
  /** Free texts that are missing although no event says that they were redacted: none, unless the policy takes that. */
  readonly faultyTexts: readonly FaultyText[];
}

/** A package of a whole ledger: an inspection package. */
export const WHOLE_LEDGER: Kind<Manifest, Verified> = {
  parse: parseManifest,
  contentsOf: (given) => new LedgerContents(given),
  resultOf: (
    { ledger, stateDigest, freeTexts },
    { origin, treeSize, root, checks, wording, findings, ignored, earlierCheckpoints, keyWasGiven, key, ...others },
  ) => ({
    ...{ ledger, origin, treeSize, root, checks, stateDigest, wording, earlierCheckpoints },
    redactedTexts: redactedIn(freeTexts),
    withheldTexts: freeTexts.withheld?.length ?? 0,
    faultyTexts: freeTexts.faulty ?? [],
    ...{ findings, ignored, keyWasGiven, key },
    ...others,
  }),
};

class LedgerContents implements Contents {
  readonly #given: Given<Manifest>;
  readonly title: string;
  readonly texts: TextCounts['kept'];
  readonly hasState = true;
  readonly isForTheSite = false;
  readonly #said: SaidFaulty;
  readonly #saidWithheld: SaidWithheld;
  #counts: Omit<TextCounts, 'kept'> = { references: 0, included: 0 };
  #findings: Contents['findings'] = [];

  constructor(given: Given<Manifest>) {
    this.#given = given;
    this.title = titleOf(given.manifest);
    this.texts = given.manifest.freeTexts.kept;
    this.#said = new SaidFaulty(given.manifest.freeTexts.faulty);
    this.#saidWithheld = new SaidWithheld(given.manifest.freeTexts.withheld);
  }

  verifyTree(): Promise<void> {
    return this.#verifyEvents(() => undefined);
  }

  async verifyRecords(fold: LedgerFold): Promise<void> {
    const { files, manifest, head, policy } = this.#given;
    const rules = new RecordRules(fold, manifest.trialId, head.size);
    const reader = files.has(FILES.texts) ? files.read(FILES.texts) : undefined;
    const texts = reader && new TextsReader(reader, fold.audited);
    const contentKeys = new ContentKeysReader(fold.audited, files);
    const records = new RecordsToVerify(fold, rules, this, { contentKeys, texts }, policy);
    await this.#verifyEvents((leaves, first) => records.verify(placed(leaves, first)));
    await contentKeys.end(files);
    const [references, included] = [records.references, texts?.included ?? 0];
    const { withheld, grounds } = records;
    this.#findings = grounds.findings;
    this.#counts = {
      ...{ references, included },
      ...(withheld.length > 0 && { withheld }),
      ...(this.texts === 'included' ? faultyIn(texts?.faulty ?? []) : {}),
    };
    await this.#verifyEndOfTexts(reader, texts);
  }

  says(fold: LedgerFold): ReturnType<Contents['says']> {
    const { manifest, head, earlier, keys } = this.#given;
    const { wording, trialId, ledger } = manifest;
    const facts = { making: manifest, wording, trialId, head, fold, checkpoints: earlier.length };
    const about = aboutLedger(facts, ledger, { kept: this.texts, ...this.#counts });
    return { about, readme: () => readmeHtml({ about, keys: keys.inPackage.map(namedKey) }) };
  }

  leavesAgain(): PlacedLeaves {
    const { files, head } = this.#given;
    return new EventLines(files.readAgain(FILES.events), head.size);
  }

  /** Every event of the ledger does. */
  belongs(): void {
    return undefined;
  }

  withheldIn(index: number, references: readonly LedgerText[]): readonly LedgerText[] {
    return this.#saidWithheld.of(index, references);
  }

  get findings(): Contents['findings'] {
    return this.#findings;
  }

  faultsIn(index: number): ReadonlyMap<string, TextFault> {
    return this.#said.in(index);
  }

  get faulty(): readonly FaultyText[] {
    return this.#counts.faulty ?? [];
  }

  #verifyEvents(onBlock: EventsToVerify['onBlock']): Promise<void> {
    const { files, head, heads, policy } = this.#given;
    const { progress, signal } = policy;
    return verifyEvents({
      ...{ files, head, heads, onBlock },
      progress: (done) => progress?.({ step: 'events', done, of: head.size }),
      ...(signal && { signal }),
    });
  }

  async #verifyEndOfTexts(reader: ByteReader | undefined, texts: TextsReader | undefined): Promise<void> {
    if (reader === undefined || texts === undefined) {
      throw new NotVerified({ fault: 'missing-file', file: FILES.texts });
    }
    await texts.end();
    if (this.texts === 'included') texts.allAccountedFor();
    this.#given.files.settleRead(FILES.texts, await reader.finish(), 'as-listed');
  }
}

function* placed(leaves: readonly Uint8Array[], first: number): Generator<PlacedLeaf> {
  for (const [place, leaf] of leaves.entries()) yield { index: first + place, leaf };
}
