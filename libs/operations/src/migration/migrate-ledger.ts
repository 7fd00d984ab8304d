import type { EventStore, LedgerHeld } from '@bali/event-store';
import type { OpenSealed } from '@bali/inspection';
import { replay } from '@bali/projections';
import { CheckedTree, type KnownKeys, type LedgerSummary } from '../checked-tree.js';
import { OperationRefused } from '../operation-refused.js';
import { compareLedgers, type Difference, differenceFromBeginning } from './compare-ledgers.js';
import { copyCheckpoints, refuseWithoutLastSigned } from './copy-checkpoints.js';
import { copyEvents } from './copy-events.js';
import { copyTexts, eraseWhatWasErased, refuseOtherTexts } from './copy-texts.js';
import { refuseLostTexts } from './refuse-lost-texts.js';

export interface MigrationOptions {
  readonly source: EventStore;
  readonly target: EventStore;
  /** The keys that must have signed the source's checkpoints, where they are known: signatures are not verified otherwise. */
  readonly keys?: KnownKeys;
  /** Opens what the sealed ledger holds, so that the free texts that it names are known. */
  readonly openSealed?: OpenSealed;
  /** The note that was signed last for the source, where its signer's memory is at hand: it must be among the checkpoints. */
  readonly lastSigned?: string;
  /** What becomes of a source that is held. `refused` (the default), or: what is verified of it is copied, and nothing after. */
  readonly ofHeld?: 'refused' | 'verified';
  /** Called with what is being done, and with how many events so far. */
  readonly progress?: (step: MigrationStep, events: number, of: number) => void;
}

export type MigrationStep = 'comparing' | 'copying' | 'verifying';

export interface Migrated extends LedgerSummary {
  /** How many events this attempt has copied; an earlier one may have copied others. */
  readonly copied: number;
  readonly texts: number;
  /** Every free text that an event names is there, or an event says that it was redacted. False: what is named could not be known. */
  readonly textsComplete: boolean;
  /** The digest of the trial ledger's state, which source and target share. Undefined for the other ledgers. */
  readonly stateDigest?: string;
  /** Why the source is held. What is verified of it was copied. */
  readonly held?: LedgerHeld['why'];
}

/**
 * Copies a ledger from one store to another: every event with its bytes, its place, its stream and revision, and its id;
 * the free texts that are not erased; and the signed checkpoints. Afterwards both are read to their ends, and compared.
 *
 * Whatever of it is in the target already is not copied again, so an attempt that was killed goes on where it was.
 *
 * @throws OperationRefused when a checkpoint of the source is not signed by a known key, or the source has lost a text or the
 *   checkpoint that was signed last (nothing is copied then); when the target holds something else, or they differ at the end: it
 *   says at which position.
 */
export async function migrateLedger(options: MigrationOptions): Promise<Migrated> {
  const { source, target, keys, progress, ofHeld = 'refused' } = options;
  if (source.held !== undefined && ofHeld === 'refused') throw source.held;
  const of = (await source.lastPosition()) + 1;
  const progressOf = (step: MigrationStep) => (events: number) => progress?.(step, events, of);
  await CheckedTree.of(source, keys);
  await refuseWithoutLastSigned(source, options.lastSigned);
  const textsComplete = await refuseLostTexts(source, options.openSealed);
  const difference = await differenceFromBeginning(source, target, progressOf('comparing'));
  if (difference !== undefined) throw refused(source, 'the target holds something else', difference);
  const texts = await copyTexts(source, target);
  const copied = await copyEvents(source, target, progressOf('copying'));
  await copyCheckpoints(source, target);
  await eraseWhatWasErased(source, target);
  await refuseOtherTexts(source, target);
  const compared = await compareLedgers({ source, target, ...(keys && { keys }) }, progressOf('verifying'));
  if ('difference' in compared)
    throw refused(source, 'the ledgers differ. If the source was written to meanwhile: try again', compared.difference);
  const held = source.held?.why;
  const migrated = { ...compared.summary, copied, texts, textsComplete, ...(held !== undefined && { held }) };
  return source.ledger === 'trial' ? { ...migrated, stateDigest: await sameDigest(source, target) } : migrated;
}

function refused({ ledger }: EventStore, why: string, { position, what }: Difference): OperationRefused {
  return new OperationRefused(`${ledger}: ${why} (first at position ${position}: ${what})`);
}

/** The events are known to be the same by then. This compares what is computed from them. */
async function sameDigest(source: EventStore, target: EventStore): Promise<string> {
  const { digest: ours } = await replay(source);
  const { digest: theirs } = await replay(target);
  if (ours === theirs) return theirs;
  throw new OperationRefused(`the state has the digest ${ours} in the source and ${theirs} in the target`);
}
