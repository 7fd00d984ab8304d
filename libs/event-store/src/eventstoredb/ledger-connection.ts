import type { Ledger } from '@bali/ledger';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppendQueue } from '../append-queue.js';
import type { LedgerPlace } from '../store-driver.js';
import { CatchUp } from './catch-up.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { Cluster } from './cluster.js';
import type { ConnectionString } from './connection-string.js';
import { ForeignEvents, type OnForeignEvent } from './foreign-events.js';
import { KeptCounts } from './kept-counts.js';
import { identifyLedger, type Reached, refuseForgotten } from './ledger-identity.js';
import { LedgerReplica } from './ledger-replica.js';
import { LiveFeed } from './live-feed.js';
import { type Pacing, Patience, REAL_PACING } from './pacing.js';
import { MAX_BATCH_BYTES, Sequencer } from './sequencer.js';
import { SideStream } from './side-stream.js';
import { streamNames } from './stream-names.js';
import { TextRegister } from './text-register.js';
import { TextStreams } from './text-streams.js';

export interface EventStoreDbOptions {
  readonly connection: ConnectionString;
  readonly trialId: string;
  readonly ledger: Ledger;
  readonly heads: LedgerPlace['heads'];
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
  /** Told of each event beside the ledger's own that others have written. It is passed over. */
  readonly onForeignEvent?: OnForeignEvent;
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
  /**
   * Looks again whether the cluster has, or will have, lost parts of the ledger, if it did not look a short while ago.
   * @throws NotThisLedger
   */
  readonly refuseForgotten: () => Promise<void>;
}

/**
 * Connects to a ledger in a cluster, makes it if it is not there, catches up with it, and sees that each of its streams is whole.
 * @param closed ends the patience of everything that is under way.
 * @throws NotThisLedger, StoreUnavailable
 */
export async function connectLedger(options: EventStoreDbOptions, closed: AbortSignal): Promise<LedgerConnection> {
  const { connection, ledger, pacing = REAL_PACING, timeLimitMs = 5_000, patienceMs = 10_000 } = options;
  const names = streamNames(connection.prefix, ledger);
  const patience = new Patience(pacing, patienceMs, closed);
  const cluster = await Cluster.at({ connection, timeLimitMs });
  let replica: LedgerReplica | undefined;
  try {
    const reached = { cluster, patience, names, foreign: new ForeignEvents(options.onForeignEvent) };
    replica = await replicaOf(options, reached);
    return await wholeConnection(options, reached, replica);
  } catch (error) {
    replica?.close();
    await cluster.close();
    throw error;
  }
}

/** The copy is that of one ledger in one cluster: its file has the ledger's own identifier in its name. */
async function replicaOf(options: EventStoreDbOptions, reached: Reached): Promise<LedgerReplica> {
  const { trialId, ledger, directory, pollIntervalMs = 25, readOnly = false } = options;
  const { mustExist = readOnly, newInstanceId = randomUUID } = options;
  const instance = await identifyLedger(reached, { trialId, ledger, mustExist, newInstanceId });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return new LedgerReplica({ path: join(directory, `${ledger}-${instance}.db`), trialId, ledger, pollIntervalMs });
}

async function wholeConnection(
  options: EventStoreDbOptions,
  reached: Reached,
  replica: LedgerReplica,
): Promise<LedgerConnection> {
  const { maxWaitingAppends: maxWaiting, idleLimitMs = 10_000, pacing = REAL_PACING } = options;
  const { cluster, patience, names } = reached;
  const counts = new KeptCounts();
  const catchUp = new CatchUp({ cluster, stream: names.events, replica, patience, counts });
  const { texts, checkpoints, expectSidesWhole } = besides(reached, counts);
  const sequencer = new Sequencer({ cluster, names, replica, catchUp, texts, patience, counts });
  await catchUp.fresh();
  await texts.expectWhole((hash) => replica.isNamed(hash));
  await checkpoints.last();
  await expectSidesWhole();
  let lookedAtMs = pacing.now();
  return {
    ...{ cluster, replica, catchUp, texts, checkpoints },
    appends: new AppendQueue({ maxWaiting, maxBatchBytes: MAX_BATCH_BYTES, commit: sequencer.commit.bind(sequencer) }),
    feed: new LiveFeed({ cluster, stream: names.events, replica, catchUp, pacing, idleLimitMs }),
    refuseForgotten: async () => {
      if (pacing.now() - lookedAtMs < idleLimitMs) return;
      await refuseForgotten(cluster, patience, names);
      await expectSidesWhole();
      lookedAtMs = pacing.now();
    },
  };
}

/** The streams beside a ledger's events, and what sees that they hold what the ledger says of them. */
function besides(reached: Reached, counts: KeptCounts) {
  const { cluster, patience, names, foreign } = reached;
  const registered = new SideStream(cluster, names.texts, patience);
  const kept = new SideStream(cluster, names.checkpoints, patience);
  const register = new TextRegister({ stream: registered, foreign, counts });
  return {
    texts: new TextStreams({ ...reached, register }),
    checkpoints: new CheckpointStream({ stream: kept, patience, foreign, counts }),
    expectSidesWhole: async () => {
      await new SideStream(cluster, names.identity, patience).expectAtLeast(1);
      await registered.expectAtLeast(counts.texts);
      await kept.expectAtLeast(counts.checkpoints);
    },
  };
}
