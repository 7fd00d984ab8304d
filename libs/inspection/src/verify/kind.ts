import type { Checkpoint, LedgerRecord } from '@bali/ledger';
import type { TextFault } from '@bali/projections/portable';
import type { LedgerFold } from '../derived/ledger-fold.js';
import type { PackageFinding } from '../derived/package-finding.js';
import type { LedgerText } from '../derived/audited-ledger.js';
import type { FaultyText } from '../format/faulty-text.js';
import type { TextCounts } from '../format/ledger-manifest.js';
import type { AnyManifest } from '../format/manifest.js';
import type { Keys, KnownCheckpoint } from './checkpoints.js';
import type { PlacedLeaves } from './event-lines.js';
import type { KnownHeads } from './known-heads.js';
import type { ListedFiles } from './listed-files.js';
import type { Policy } from './policy.js';
import type { StampedHead } from './stamped-heads.js';
import type { WitnessedHead } from './witnessed-head.js';

/** What is different between packages of one kind and of another, when they are verified. */
export interface Kind<Manifest extends AnyManifest, Result> {
  /** @throws Error saying why a text is no manifest of this kind. */
  readonly parse: (text: string) => Manifest;
  readonly contentsOf: (given: Given<Manifest>) => Contents;
  readonly resultOf: (manifest: Manifest, found: Found) => Result;
}

/** A package whose manifest, keys and checkpoints were looked at. */
export interface Given<Manifest extends AnyManifest> {
  readonly manifest: Manifest;
  readonly files: ListedFiles;
  readonly keys: Keys;
  readonly head: Checkpoint;
  readonly heads: KnownHeads;
  readonly earlier: readonly KnownCheckpoint[];
  readonly policy: Policy;
}

/** The events and texts of a package. */
export interface Contents {
  readonly title: string;
  readonly texts: TextCounts['kept'];
  readonly hasState: boolean;
  /** Hashes, tiles and checkpoints alone. @throws NotVerified */
  verifyTree(): Promise<void>;
  /**
   * The tree, and what stands under it: each event that is here, and each text.
   * @param fold takes each event that is right. @throws NotVerified
   */
  verifyRecords(fold: LedgerFold): Promise<void>;
  /** What manifest and README.html have to say; asked once the events were verified. */
  says(fold: LedgerFold): { readonly about: object; readonly readme: () => string };
  /** The events from their beginning, once they were verified. */
  leavesAgain(): PlacedLeaves;
  /** @throws NotVerified for an event that must not be in it. */
  belongs(record: LedgerRecord, index: number): void;
  /** Those of an event's references whose texts its reader may not know, as the manifest says. */
  withheldIn(index: number, references: readonly LedgerText[]): readonly LedgerText[];
  /** What is wrong with texts of an event that are not there, as the manifest says, by their fields. */
  faultsIn(index: number): ReadonlyMap<string, TextFault>;
  /** Whether its reader is at the site where the texts were written, and reads them at once. */
  readonly isForTheSite: boolean;
  /** What people should know of texts that are withheld; asked once the events were verified. */
  readonly findings: readonly PackageFinding[];
  /** The texts that are not there, and of which no event says that they were redacted; asked once the events were verified. */
  readonly faulty: readonly FaultyText[];
}

/** What was found right in a package of any kind. */
export interface Found {
  readonly origin: string;
  readonly treeSize: number;
  readonly root: string;
  readonly checks: 'tree' | 'everything';
  /** What file managers left beside the files of the package: it is no part of it, and nobody looked at it. */
  readonly ignored: readonly string[];
  /**
   * In which version of words the files for people are written, and whether they were made again and compared with the events;
   * if not, nobody but the package's maker says what they say.
   */
  readonly wording: { readonly version: number; readonly compared: boolean };
  /** What people should know although all is right; nothing where the tree alone was verified. */
  readonly findings: readonly PackageFinding[];
  readonly earlierCheckpoints: number;
  /** Whether the key came by another way. If not, whoever wrote the package could have chosen it. */
  readonly keyWasGiven: boolean;
  /** Present where the policy asks for witnesses. */
  readonly witnessed?: WitnessedHead;
  /** Present where the policy asks for time stamps: the newest of each authority. */
  readonly stamped?: readonly StampedHead[];
  readonly key: { readonly line: string; readonly fingerprint: string };
}
