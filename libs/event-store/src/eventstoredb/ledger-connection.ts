import type { Ledger } from '@bali/ledger';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppendQueue } from '../append-queue.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import type { EventRows } from '../sqlite/event-rows.js';
import type { LedgerPlace } from '../store-driver.js';
import { Authenticity } from './authenticity.js';
import { CatchUp } from './catch-up.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { Cluster } from './cluster.js';
import type { ConnectionString } from './connection-string.js';
import { ForeignEvents, type OnForeignEvent } from './foreign-events.js';
import { KeptCounts } from './kept-counts.js';
import { identifyLedger, type Reached, refuseForgotten } from './ledger-identity.js';
import { LedgerReplica } from './ledger-replica.js';
import { LiveFeed } from './live-feed.js';
import { type LedgerAcceptance, newestAcceptance } from './ledger-acceptances.js';
import { type KeptBefore, type LedgerSeal, sealOf } from './ledger-seals.js';
import { type Pacing, Patience, REAL_PACING } from './pacing.js';
import { ReplicaHeads } from './replica-heads.js';
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
  readonly reached: Reached;
  readonly counts: KeptCounts;
  readonly cluster: Cluster;
  readonly replica: LedgerReplica;
  readonly catchUp: CatchUp;
  /** The events: those that are believed, where the ledger is verified. */
  readonly rows: EventRows;
  /** Absent where the heads are not verified. */
  readonly heads: ReplicaHeads | undefined;
  /** Likewise: nothing is written without a head. */
  readonly appends: AppendQueue | undefined;
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
    const about = await identified(options, reached);
    replica = replicaOf(options, about);
    return await wholeConnection(options, reached, replica, about);
  } catch (error) {
    replica?.close();
    await cluster.close();
    throw error;
  }
}

/** Which ledger it is, whose, and what a person has decided about it. */
interface Identified {
  readonly instance: string;
  readonly seal?: LedgerSeal;
  readonly acceptance: LedgerAcceptance | undefined;
}

async function identified(options: EventStoreDbOptions, reached: Reached): Promise<Identified> {
  const { trialId, ledger, heads, readOnly = false, mustExist = readOnly, newInstanceId = randomUUID } = options;
  const mark = heads === 'not-verified' ? undefined : heads.mark;
  const instance = await identifyLedger(reached, { trialId, ledger, mustExist, mark, newInstanceId });
  if (heads === 'not-verified')
    return { instance, acceptance: await newestAcceptance(reached, { ledger, keys: undefined }) };
  const keptBefore = async (): Promise<KeptBefore> => {
    const counts = new KeptCounts();
    const last = await besides(options, reached, counts).checkpoints.last();
    return { last, checkpoints: counts.checkpoints };
  };
  const seal = await sealOf(reached, { ledger, heads, keptBefore, readOnly });
  return { instance, seal, acceptance: await newestAcceptance(reached, { ledger, keys: heads.keys }) };
}

/**
 * The copy is that of one ledger in one cluster: its file has the ledger's own identifier in its name. After a person has decided to
 * use the ledger as it was found, it is another file: the former copy may hold what the cluster has not.
 */
function replicaOf(options: EventStoreDbOptions, { instance, acceptance }: Identified): LedgerReplica {
  const { trialId, ledger, directory, pollIntervalMs = 25 } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Copies that earlier versions made have no heads, and heads are never put in afterwards.
  for (const end of ['', '-wal', '-shm']) rmSync(join(directory, `${ledger}-${instance}.db${end}`), { force: true });
  const decision = acceptance === undefined ? '' : `-accepted-${acceptance.head.number}`;
  const path = join(directory, `${ledger}-${instance}-headed${decision}.db`);
  return new LedgerReplica({ path, trialId, ledger, pollIntervalMs });
}

async function wholeConnection(
  options: EventStoreDbOptions,
  reached: Reached,
  replica: LedgerReplica,
  about: Identified,
): Promise<LedgerConnection> {
  const { maxWaitingAppends: maxWaiting, idleLimitMs = 10_000, pacing = REAL_PACING } = options;
  const { cluster, patience, names } = reached;
  const counts = new KeptCounts();
  const heads = replicaHeadsOf(options, replica, about.acceptance?.head);
  const catchUp = await caughtUp(reached, { replica, counts, heads, about });
  const { texts, checkpoints, expectSidesWhole } = besides(options, reached, counts, about.seal);
  await texts.count();
  await checkpoints.last();
  await expectSidesWhole();
  const sequencer = heads && new Sequencer({ cluster, names, replica, catchUp, texts, patience, counts, heads });
  const commit = sequencer?.commit.bind(sequencer);
  let lookedAtMs = pacing.now();
  return {
    ...{ reached, counts, cluster, replica, catchUp, texts, checkpoints, heads, rows: heads?.rows ?? replica.reader },
    appends: commit && new AppendQueue({ maxWaiting, maxBatchBytes: MAX_BATCH_BYTES, commit }),
    feed: new LiveFeed({ cluster, stream: names.events, replica, catchUp, pacing, idleLimitMs }),
    refuseForgotten: async () => {
      if (pacing.now() - lookedAtMs < idleLimitMs) return;
      await refuseForgotten(cluster, patience, names);
      await expectSidesWhole();
      lookedAtMs = pacing.now();
    },
  };
}

interface CaughtUpOptions {
  readonly replica: LedgerReplica;
  readonly counts: KeptCounts;
  readonly heads: ReplicaHeads | undefined;
  readonly about: Identified;
}

/** Reads all that is in the cluster, and believes what fits. */
async function caughtUp({ cluster, patience, names }: Reached, options: CaughtUpOptions): Promise<CatchUp> {
  const { replica, counts, heads, about } = options;
  const { seal, acceptance } = about;
  counts.atLeast(acceptance?.kept ?? {});
  const firstHead = acceptance?.head ?? seal?.head;
  const uncounted = acceptance?.head.size ?? 0;
  const stream = names.events;
  const catchUp = new CatchUp({ cluster, stream, replica, patience, counts, heads, firstHead, uncounted });
  await catchUp.fresh();
  heads?.begin();
  catchUp.countBelieved();
  return catchUp;
}

function replicaHeadsOf(
  { ledger, heads, readOnly = false }: EventStoreDbOptions,
  replica: LedgerReplica,
  accepted: StoredHead | undefined,
): ReplicaHeads | undefined {
  return heads === 'not-verified' ? undefined : new ReplicaHeads({ ledger, heads, replica, accepted, readOnly });
}

/** The streams beside a ledger's events, and what sees that they hold what the ledger says of them. */
function besides({ ledger, heads }: EventStoreDbOptions, reached: Reached, counts: KeptCounts, seal?: LedgerSeal) {
  const { cluster, patience, names, foreign } = reached;
  // Before a ledger is sealed, and where it is not verified, nothing says who wrote the checkpoints.
  const older = seal?.checkpoints ?? Number.MAX_SAFE_INTEGER;
  const authenticity = new Authenticity(ledger, heads === 'not-verified' ? undefined : heads.keys);
  const registered = new SideStream(cluster, names.texts, patience);
  const kept = new SideStream(cluster, names.checkpoints, patience);
  const register = new TextRegister({ stream: registered, foreign, counts, authenticity });
  return {
    texts: new TextStreams({ ...reached, register }),
    checkpoints: new CheckpointStream({ stream: kept, patience, foreign, counts, authenticity, older }),
    expectSidesWhole: async () => {
      await new SideStream(cluster, names.identity, patience).expectAtLeast(1);
      await registered.expectAtLeast(counts.texts);
      await kept.expectAtLeast(counts.checkpoints);
    },
  };
}
