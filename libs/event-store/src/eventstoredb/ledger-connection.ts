import type { Ledger } from '@bali/ledger';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppendQueue } from '../append-queue.js';
import { CatchUp } from './catch-up.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { Cluster } from './cluster.js';
import type { ConnectionString } from './connection-string.js';
import { identifyLedger, refuseForgotten } from './ledger-identity.js';
import { LedgerReplica } from './ledger-replica.js';
import { LiveFeed } from './live-feed.js';
import { type Pacing, Patience, REAL_PACING } from './pacing.js';
import { MAX_BATCH_BYTES, Sequencer } from './sequencer.js';
import { type StreamNames, streamNames } from './stream-names.js';
import { TextStreams } from './text-streams.js';

export interface EventStoreDbOptions {
  readonly connection: ConnectionString;
  readonly trialId: string;
  readonly ledger: Ledger;
  /** Where this installation keeps its copy of the events; made if it is not there. */
  readonly directory: string;
  /** Refuse a ledger that is not there, instead of making it. */
  readonly mustExist?: boolean;
  /** Refuse to write into the cluster. Implies `mustExist`. */
  readonly readOnly?: boolean;
  /** How many appends may wait. More are refused with StoreOverloaded. Default: 10,000. */
  readonly maxWaitingAppends?: number;
  /** How long one answer of the cluster is waited for. Default: 5 s. */
  readonly timeLimitMs?: number;
  /** How long a call is tried again before it fails with StoreUnavailable. Default: 10 s. */
  readonly patienceMs?: number;
  /**
   * After this time without an event, a follower's subscription is checked; and for this time after a look, the cluster is
   * believed to be set to forget nothing. Default: 10 s.
   */
  readonly idleLimitMs?: number;
  /** Time between two looks of a follower for what other processes have put into the copy. Default: 25 ms. */
  readonly pollIntervalMs?: number;
  /** The most events in a page. Default: 500. */
  readonly pageEvents?: number;
  readonly pacing?: Pacing;
  readonly newInstanceId?: () => string;
}

/** What a ledger in a cluster is used through, once it is known to be the one that is meant. */
export interface LedgerConnection {
  readonly cluster: Cluster;
  readonly replica: LedgerReplica;
  readonly catchUp: CatchUp;
  readonly appends: AppendQueue;
  readonly texts: TextStreams;
  readonly checkpoints: CheckpointStream;
  readonly feed: LiveFeed;
  /** Looks again whether the cluster forgets parts of the ledger, if it did not look a short while ago. @throws NotThisLedger */
  readonly refuseForgotten: () => Promise<void>;
}

/**
 * Connects to a ledger in a cluster, and makes it if it is not there.
 * @param closed ends the patience of everything that is under way.
 * @throws NotThisLedger, StoreUnavailable
 */
export async function connectLedger(options: EventStoreDbOptions, closed: AbortSignal): Promise<LedgerConnection> {
  const { connection, ledger, pacing = REAL_PACING, timeLimitMs = 5_000, patienceMs = 10_000 } = options;
  const names = streamNames(connection.prefix, ledger);
  const patience = new Patience(pacing, patienceMs, closed);
  const cluster = await Cluster.at({ connection, timeLimitMs });
  try {
    const replica = await replicaOf(options, { cluster, patience, names });
    return connectionOf(options, { cluster, patience, names, replica, pacing });
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

interface Reached {
  readonly cluster: Cluster;
  readonly patience: Patience;
  readonly names: StreamNames;
}

/** The copy is that of one ledger in one cluster: its file has the ledger's own identifier in its name. */
async function replicaOf(options: EventStoreDbOptions, { cluster, patience, names }: Reached): Promise<LedgerReplica> {
  const { trialId, ledger, directory, pollIntervalMs = 25, readOnly = false } = options;
  const { mustExist = readOnly, newInstanceId = randomUUID } = options;
  const instance = await identifyLedger(cluster, patience, names, { trialId, ledger, mustExist, newInstanceId });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return new LedgerReplica({ path: join(directory, `${ledger}-${instance}.db`), trialId, ledger, pollIntervalMs });
}

function connectionOf(
  { maxWaitingAppends: maxWaiting, idleLimitMs = 10_000 }: EventStoreDbOptions,
  { cluster, patience, names, replica, pacing }: Reached & { readonly replica: LedgerReplica; readonly pacing: Pacing },
): LedgerConnection {
  const catchUp = new CatchUp(cluster, names.events, replica, patience);
  const texts = new TextStreams(cluster, names, patience);
  const sequencer = new Sequencer({ cluster, names, replica, catchUp, texts, patience });
  const commit = sequencer.commit.bind(sequencer);
  let lookedAtMs = pacing.now();
  return {
    ...{ cluster, replica, catchUp, texts },
    appends: new AppendQueue({ maxWaiting, maxBatchBytes: MAX_BATCH_BYTES, commit }),
    checkpoints: new CheckpointStream(cluster, names.checkpoints, patience),
    feed: new LiveFeed({ cluster, stream: names.events, replica, catchUp, pacing, idleLimitMs }),
    refuseForgotten: async () => {
      if (pacing.now() - lookedAtMs < idleLimitMs) return;
      await refuseForgotten(cluster, patience, names);
      lookedAtMs = pacing.now();
    },
  };
}
