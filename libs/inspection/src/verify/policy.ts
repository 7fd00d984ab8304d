import { isPasskeyOfSigner, type PasskeyHistory } from '@bali/access/portable';
import type { LedgerRecord, VerifierKey } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { FILES } from '../format/layout.js';
import type { AnyManifest } from '../format/manifest.js';
import { KNOWN_WORDINGS } from '../format/wording.js';
import type { Keys, KnownCheckpoint } from './checkpoints.js';
import { NotVerified } from './not-verified.js';
import type { StampReader } from './stamped-heads.js';
import type { WitnessDemand } from './witnessed-head.js';

/** What whoever verifies asks of a package, besides that it is in itself right. */
export interface Policy {
  /** The verifier key, received by another way than the package. Without it the package's own is used, which proves less. */
  readonly key?: string;
  /** Checkpoints that somebody kept: of each, the log must be a continuation. */
  readonly older?: (keys: readonly VerifierKey[]) => readonly KnownCheckpoint[];
  /** Indexes of events that must be in a copy, because they were in an earlier one. */
  readonly olderIndexes?: ReadonlySet<number>;
  /**
   * `tree`: hashes, tiles, bundles, checkpoints and their signatures. `everything`, the default: also the rules of each event,
   * the signatures of people, the texts, and every file that is made from the events. A site's copy is verified whole.
   */
  readonly checks?: 'tree' | 'everything';
  /**
   * Takes a package whose files for people are written in words of another version, which this software cannot make again, and
   * says in its result that they were not compared. By default such a package is refused: who changes those files could
   * write another version into the manifest.
   */
  readonly otherWording?: boolean;
  /**
   * Takes a package in which free texts are missing that were not redacted, as its manifest says, and names them in its result.
   * By default such a package is refused, once all else was found right.
   */
  readonly missingTexts?: boolean;
  /** Whose passkeys were which, by the access ledger: then each signature by a passkey must be by one of its signer. */
  readonly passkeys?: PasskeyHistory;
  /** Asks for a quorum of witnesses under the last checkpoint but those of this day. The keys of the log may be in their policy. */
  readonly witnesses?: WitnessDemand;
  /** Asks for a time stamp of a known authority, and verifies every one. */
  readonly stamps?: StampReader;
  readonly trialId?: string;
  readonly progress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

export interface VerifyProgress {
  readonly step: 'events' | 'audit-log';
  readonly done: number;
  readonly of: number;
}

/** The checkpoints that whoever verifies has kept. @throws NotVerified when one of them is not signed by a known key. */
export function keptCheckpoints({ older }: Policy, { trusted, inPackage }: Keys): readonly KnownCheckpoint[] {
  return older?.([...trusted, ...inPackage]) ?? [];
}

/** @throws NotVerified */
export function refuseAnotherTrial(manifest: AnyManifest, { trialId = TRIAL.id }: Policy): void {
  if (manifest.trialId === trialId) return;
  const [expected, found] = [trialId, manifest.trialId];
  throw new NotVerified({ fault: 'another-trial', file: FILES.manifest, expected, found });
}

/** The keys of the package's log that a policy names. */
export function keysInPolicy({ origin }: AnyManifest, { witnesses }: Policy): readonly VerifierKey[] {
  const keys = witnesses?.policy.logs.map(({ key }) => key) ?? [];
  const ofThisLog = keys.filter(({ name }) => name === origin);
  return ofThisLog.length > 0 ? ofThisLog : keys;
}

/** @throws NotVerified */
export function refuseUnwitnessedLedger({ ledger }: AnyManifest, { witnesses, stamps }: Policy): void {
  if (ledger === 'trial' || (witnesses === undefined && stamps === undefined)) return;
  const detail = 'Witnesses and authorities see the trial ledger alone; its daily anchor commits to the two others';
  throw new NotVerified({ fault: 'not-witnessed', file: FILES.manifest, detail, expected: 'trial', found: ledger });
}

/** Whether the files for people are written in words that this software can make again. */
export function isOurWording({ wording }: AnyManifest): boolean {
  return KNOWN_WORDINGS.includes(wording);
}

/** @throws NotVerified where words could not be compared that whoever verifies does not do without. */
export function refuseUnknownWording(manifest: AnyManifest, { otherWording = false }: Policy): void {
  if (isOurWording(manifest) || otherWording) return;
  const { software, wording } = manifest;
  const detail =
    `Everything else in it is right. They were made with BALI ${software.version}, it says: that version compares them. ` +
    'Without comparing them, it verifies with --other-wording';
  const versions = { expected: `version ${KNOWN_WORDINGS.join(' or ')}`, found: `version ${wording}` };
  throw new NotVerified({ fault: 'wording-unknown', file: FILES.manifest, detail, ...versions });
}

/** @throws NotVerified when a record is signed by a passkey of which it is not shown that it was the signer's then. */
export function refuseUnknownPasskey(record: LedgerRecord, index: number, { passkeys }: Policy): void {
  const { signature, actor } = record.metadata;
  if (passkeys === undefined || signature?.assertion === undefined) return;
  const place = { file: FILES.events, line: index + 1, index };
  const expected = `a passkey of ${actor.userId} at ${signature.signedAt}`;
  if (signature.signedAt > passkeys.until) {
    const detail = 'The package of the access ledger ends before this signature: it takes one that was made later';
    throw new NotVerified({ fault: 'passkey-not-shown', ...place, detail, expected, found: passkeys.until });
  }
  if (isPasskeyOfSigner(record, passkeys)) return;
  const found = signature.assertion.credential;
  throw new NotVerified({ fault: 'passkey-not-shown', ...place, expected, found });
}
