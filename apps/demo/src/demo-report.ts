import type { Estimate, GroupSurvival } from '@bali/analysis';
import type { SiteAnswer } from '@bali/client';
import type { EventStore } from '@bali/event-store';
import { type Ledger, LEDGERS, MerkleTree, toHex } from '@bali/ledger';
import type { LogReader } from '@bali/log';
import type { PlayedRefusal } from './player.js';

/** The reports, as the site API answers them. */
export type ConsortFlow = SiteAnswer<'/v1/reports/participant-flow'>;
export type PrimaryEndpoint = SiteAnswer<'/v1/reports/primary-endpoint'>;

/** What came of a demo: what `--json` prints. */
export interface DemoReport {
  readonly seed: number;
  readonly patients: number;
  readonly dataDirectory: string;
  /** Whether the directory is still there when the demo has ended. */
  readonly isKept: boolean;
  readonly commands: number;
  readonly refusals: readonly PlayedRefusal[];
  readonly target: { readonly registered: number; readonly inForce: number };
  readonly participantFlow: ConsortFlow;
  readonly primaryEndpoint: PrimaryEndpoint;
  /** The primary analysis by arm: absent where the trial is not unblinded. */
  readonly byArm?: { readonly groups: readonly GroupSurvival[]; readonly p: Estimate };
  readonly eventsByType: Readonly<Record<string, number>>;
  /** Of the trial ledger. */
  readonly history: HistoryDigest;
  /** Of the two other ledgers. */
  readonly sealed: HistoryDigest;
  readonly access: HistoryDigest;
  /** How many checkpoints were signed and kept, of each ledger. */
  readonly checkpoints: Readonly<Record<Ledger, number>>;
  /** SHA-256 of the state's canonical JSON. */
  readonly stateDigest: string;
  /** From the start of the server to the reports. */
  readonly seconds: number;
  readonly url: string;
}

type Logs = Readonly<Record<Ledger, { readonly reader: Pick<LogReader, 'checkpoints'> }>>;

/** A whole ledger in one hash: the RFC 6962 root over its leaves, lower-case hex. */
export interface HistoryDigest {
  readonly treeSize: number;
  readonly root: string;
}

export async function historyOf(
  ledger: EventStore,
): Promise<{ readonly history: HistoryDigest; readonly eventsByType: Readonly<Record<string, number>> }> {
  const tree = new MerkleTree();
  const counts = new Map<string, number>();
  for await (const page of ledger.read()) {
    for (const { leaf, type } of page) {
      tree.append(leaf);
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  const byFrequency = [...counts].toSorted(([, one], [, other]) => other - one);
  return {
    history: { treeSize: tree.size, root: toHex(tree.root()) },
    eventsByType: Object.fromEntries(byFrequency),
  };
}

export async function checkpointsOf(logs: Logs): Promise<Readonly<Record<Ledger, number>>> {
  const counts = { trial: 0, sealed: 0, access: 0 };
  for (const ledger of LEDGERS) {
    for await (const page of logs[ledger].reader.checkpoints()) counts[ledger] += page.length;
  }
  return counts;
}
