import { type DisclosureEvent, textIsFor, type TextInQuestion } from '@bali/access';
import { type Ledger, sha256Hex } from '@bali/ledger';
import { aboutCopy } from '../derived/about-copy.js';
import { aboutLedger, type ManifestFacts, type namedKey } from '../derived/about-ledger.js';
import { copyReadme, copyTitle } from '../derived/copy-readme.js';
import { readmeHtml, titleOf } from '../derived/ledger-readme.js';
import { type AboutCopy, type CopyManifest } from '../format/copy-manifest.js';
import { faultyIn, type FaultyText } from '../format/faulty-text.js';
import type { About, TextCounts } from '../format/ledger-manifest.js';
import { manifestText } from '../format/manifest.js';
import type { WithheldText } from '../format/withheld-text.js';
import { RecordsOfSite, type StoredRecord } from './records-of-site.js';

type NamedKeys = readonly ReturnType<typeof namedKey>[];

/** The free texts that were met while a package was made. */
export interface TextsMet {
  readonly references: number;
  readonly included: number;
  readonly withheld: readonly WithheldText[];
  readonly faulty: readonly FaultyText[];
}

/** Whether the reader of a package may know a free text of it. */
export type MayKnowText = (text: TextInQuestion) => boolean;

/** For a reader of all texts. */
const EVERY_TEXT: MayKnowText = () => true;

/** For readers who must stay blind, whoever they are: what could give away an arm is left out, and what is not for every reader yet. */
export const TEXTS_OF_THE_BLINDED: MayKnowText = (text) => textIsFor(text) === 'every-reader';

/** For whoever must stay blind at a site: what its own people write, the site reads at once. */
export const TEXTS_OF_A_BLINDED_SITE: MayKnowText = (text) => textIsFor(text) !== 'those-who-may-know-arms';

/** What is different between packages of one kind and of another, when they are made. */
export interface KindToMake<AboutIt extends object> {
  /** Whether every event is in it whole. If not, it says at which index of the log each one stands that is. */
  readonly holdsEveryEvent: boolean;
  /** Whether an event is in it whole; of every other there is the hash alone. */
  readonly holds: (event: StoredRecord) => boolean;
  /** What looks at every event, in their order, before the first one is written; absent: nothing has to be known before. */
  readonly looksAtFirst: ((event: StoredRecord) => void) | undefined;
  readonly texts: TextCounts['kept'];
  /** Whether its reader may know a free text, where they may read any. It is asked of the event that brought the text in. */
  readonly mayKnow: MayKnowText;
  /** @throws Error where there is no such package of a ledger. */
  readonly assertLedger: (ledger: Ledger) => void;
  readonly titleOf: (trialId: string, ledger: Ledger) => string;
  /** What its manifest says. */
  readonly aboutOf: (facts: ManifestFacts, ledger: Ledger, texts: TextsMet) => AboutIt;
  readonly readmeOf: (facts: { readonly about: AboutIt; readonly keys: NamedKeys }) => string;
}

/**
 * A whole ledger: an inspection package.
 * @param texts whether its reader may read free texts at all. @param mayKnow which of them; all where it is not given.
 */
export function wholeLedger(texts: TextCounts['kept'], mayKnow = EVERY_TEXT): KindToMake<About> {
  return {
    holdsEveryEvent: true,
    holds: () => true,
    looksAtFirst: undefined,
    texts,
    mayKnow,
    assertLedger: () => undefined,
    titleOf: (trialId, ledger) => titleOf({ trialId, ledger }),
    aboutOf: (facts, ledger, { references, included, withheld, faulty }) =>
      aboutLedger(facts, ledger, {
        ...{ kept: texts, references, included },
        ...(withheld.length > 0 && { withheld }),
        ...faultyIn(faulty),
      }),
    readmeOf: readmeHtml,
  };
}

/**
 * A site's certified copy: the events of its own patients, as far as the site sees them, and of the trial as a whole; and of every
 * other leaf the hash alone.
 * @param mayKnow which free texts the reader of the copy may know.
 */
export function siteCopy(site: string, mayKnow: MayKnowText): KindToMake<AboutCopy> {
  const records = new RecordsOfSite(site);
  return {
    holdsEveryEvent: false,
    holds: (event) => records.holds(event),
    looksAtFirst: (event) => records.take(event),
    texts: 'included',
    mayKnow,
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
