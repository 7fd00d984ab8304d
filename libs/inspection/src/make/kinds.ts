import type { DisclosureEvent } from '@bali/access';
import { type Ledger, type LedgerRecord, sha256Hex } from '@bali/ledger';
import { mayGiveAwayArm } from '@bali/trial';
import { aboutCopy } from '../derived/about-copy.js';
import { aboutLedger, type ManifestFacts, type namedKey } from '../derived/about-ledger.js';
import { copyReadme, copyTitle } from '../derived/copy-readme.js';
import { readmeHtml, titleOf } from '../derived/ledger-readme.js';
import { type AboutCopy, type CopyManifest, type WithheldText } from '../format/copy-manifest.js';
import { faultyIn, type FaultyText } from '../format/faulty-text.js';
import type { About, TextCounts } from '../format/ledger-manifest.js';
import { manifestText } from '../format/manifest.js';
import { RecordsOfSite, type StoredRecord } from './records-of-site.js';

type NamedKeys = readonly ReturnType<typeof namedKey>[];

/** The free texts that were met while a package was made. */
export interface TextsMet {
  readonly references: number;
  readonly included: number;
  readonly withheld: readonly WithheldText[];
  readonly faulty: readonly FaultyText[];
}

/** What is different between packages of one kind and of another, when they are made. */
export interface KindToMake<AboutIt extends object> {
  /** Whether every event is in it whole. If not, it says at which index of the log each one stands that is. */
  readonly holdsEveryEvent: boolean;
  /** Whether an event is in it whole; of every other there is the hash alone. */
  readonly holds: (event: StoredRecord) => boolean;
  /** What looks at every event, in their order, before the first one is written; absent: nothing has to be known before. */
  readonly looksAtFirst: ((event: StoredRecord) => void) | undefined;
  readonly texts: TextCounts['kept'];
  /** Whether its reader may not know what the free texts of a record say, though others are shown. */
  readonly withholdsTextsOf: (record: LedgerRecord) => boolean;
  /** @throws Error where there is no such package of a ledger. */
  readonly assertLedger: (ledger: Ledger) => void;
  readonly titleOf: (trialId: string, ledger: Ledger) => string;
  /** What its manifest says. */
  readonly aboutOf: (facts: ManifestFacts, ledger: Ledger, texts: TextsMet) => AboutIt;
  readonly readmeOf: (facts: { readonly about: AboutIt; readonly keys: NamedKeys }) => string;
}

/** A whole ledger: an inspection package. @param texts whether its reader may know what free texts say. */
export function wholeLedger(texts: TextCounts['kept']): KindToMake<About> {
  return {
    holdsEveryEvent: true,
    holds: () => true,
    looksAtFirst: undefined,
    texts,
    withholdsTextsOf: () => false,
    assertLedger: () => undefined,
    titleOf: (trialId, ledger) => titleOf({ trialId, ledger }),
    aboutOf: (facts, ledger, { references, included, faulty }) =>
      aboutLedger(facts, ledger, { kept: texts, references, included, ...faultyIn(faulty) }),
    readmeOf: readmeHtml,
  };
}

/**
 * A site's certified copy: the events of its own patients, as far as the site sees them, and of the trial as a whole; and of every
 * other leaf the hash alone.
 * @param mayKnowTextsOf whether the reader of the copy may know a record's free texts: only of what can give away an arm they
 * may not.
 */
export function siteCopy(site: string, mayKnowTextsOf: (record: LedgerRecord) => boolean): KindToMake<AboutCopy> {
  const records = new RecordsOfSite(site);
  return {
    holdsEveryEvent: false,
    holds: (event) => records.holds(event),
    looksAtFirst: (event) => records.take(event),
    texts: 'included',
    withholdsTextsOf: (record) => mayGiveAwayArm(record) && !mayKnowTextsOf(record),
    assertLedger: (ledger) => {
      if (ledger !== 'trial') throw new Error('a site has a copy of the trial ledger, and of no other');
    },
    titleOf: (trialId) => copyTitle(trialId, site),
    aboutOf: (facts, _, { references, included, withheld, faulty }) => {
      const redacted = references - included - withheld.length - faulty.length;
      return aboutCopy(facts, site, { references, included, redacted, withheld, ...faultyIn(faulty) });
    },
    readmeOf: copyReadme,
  };
}

/** What the access ledger records of a copy, before it is given to anybody. */
export function certifiedCopyMade(manifest: CopyManifest): Extract<DisclosureEvent, { type: 'CertifiedCopyMade' }> {
  const { site, treeSize, root, counts } = manifest;
  const data = { site, treeSize, root, events: counts.events, manifest: sha256Hex(manifestText(manifest)) };
  return { type: 'CertifiedCopyMade', data };
}
