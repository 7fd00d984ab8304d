import type { SigningAuthority, SigningPasskeys } from '@bali/access';
import type { Clock, CommandHandler, DisclosureLog, RandomBytes, Software, StreamLoader } from '@bali/commands';
import type { BlindingState, SealingKeys } from '@bali/blinding';
import type { CellTherapyState } from '@bali/cell-therapy';
import type { EventStore } from '@bali/event-store';
import type { Identity } from '@bali/identity';
import type { TransparencyLogs } from '@bali/installation';
import type { ProjectionRunner, RunnerLog, TrialStateQueries } from '@bali/projections';
import type { PatientState, TrialState } from '@bali/trial';

/** What the site API works with, opened before it starts and closed after it. */
export interface Resources {
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  /** What an operator should know; never anything of a patient. */
  readonly log: RunnerLog;
  readonly trialLedger: EventStore;
  readonly sealedLedger: EventStore;
  readonly accessLedger: EventStore;
  readonly runner: ProjectionRunner;
  /** The Merkle trees of the ledgers, their proofs and checkpoints. */
  readonly logs: TransparencyLogs['logs'];
  /** The directory in which certified copies are made. */
  readonly copies: string;
  readonly handler: CommandHandler;
  /** Takes sealed commands to the sealed ledger: what they say is sealed. */
  readonly sealedHandler: CommandHandler;
  /** What the sealed ledger's records and texts are sealed with. */
  readonly sealingKeys: SealingKeys;
  /** Records who is about to be shown what is sealed. */
  readonly disclosures: DisclosureLog;
  readonly trials: StreamLoader<TrialState>;
  readonly patients: StreamLoader<PatientState>;
  /** The list and its slots, opened. */
  readonly blinding: StreamLoader<BlindingState>;
  /** What the cell therapy unit recorded. */
  readonly cells: StreamLoader<CellTherapyState>;
  /** Who there is, and what was ever delegated to them. */
  readonly accounts: Pick<Identity['accounts'], 'all' | 'finishRedactions'>;
  /** Asks signers for their credentials again. */
  readonly signing: SigningAuthority;
  /** Lets them sign with a passkey instead, where the installation takes them. */
  readonly passkeys?: SigningPasskeys;
  /** Of the events applied to the projections. */
  readonly queries: TrialStateQueries;
}

/** The token by which {@link Resources} are injected. */
export const RESOURCES = Symbol('Resources');
