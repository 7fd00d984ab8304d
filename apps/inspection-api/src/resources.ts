import type { SealingKeysSource } from '@bali/blinding';
import type { Clock, DisclosureLog, Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';
import type { ProjectionRunner, StateAsOf, TrialStateQueries } from '@bali/projections';
import type { LedgerLog } from './ledgers/ledger-log.js';
import type { PackageJobs } from './packages/package-jobs.js';

/** What the inspection API works with, opened before it starts and closed after it. */
export interface Resources {
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  /** Read only when somebody who may reads what is sealed. */
  readonly sealingKeys: SealingKeysSource;
  readonly trialLedger: EventStore;
  readonly stores: Readonly<Record<Ledger, EventStore>>;
  readonly logs: Readonly<Record<Ledger, LedgerLog>>;
  readonly runner: ProjectionRunner;
  readonly queries: TrialStateQueries;
  readonly asOf: StateAsOf;
  readonly disclosures: DisclosureLog;
  readonly packages: PackageJobs;
}

/** The token by which {@link Resources} are injected. */
export const RESOURCES = Symbol('Resources');
