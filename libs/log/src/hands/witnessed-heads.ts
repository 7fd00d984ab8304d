import type { KeptCheckpoint } from '@bali/event-store';
import { Malformed, NoteNotVerified } from '@bali/ledger';
import { type WitnessPolicy, witnessedUnder } from '@bali/witness';
import type { LogReader } from '../reader/log-reader.js';

/** Number of the newest checkpoints with enough names under them of which one is found right: memory stays small. */
const CANDIDATES = 100;

/** A checkpoint that met the policy's quorum. */
export interface WitnessedHead {
  readonly size: number;
  /** Seconds since 1970: since when the quorum was met. */
  readonly at: number;
  readonly by: readonly string[];
}

/** What a checkpoint is worth under a policy; undefined below the quorum, and where a cosignature is wrong. */
export function witnessedHead(policy: WitnessPolicy, { size, note }: KeptCheckpoint): WitnessedHead | undefined {
  try {
    const { isMet, at, by } = witnessedUnder(policy, note);
    return isMet && at !== undefined ? { size, at, by } : undefined;
  } catch (error) {
    if (error instanceof Malformed || error instanceof NoteNotVerified) return undefined;
    throw error;
  }
}

/** Finds, in the checkpoints that are kept of a log, the newest one that a quorum of witnesses cosigned. */
export class WitnessedHeads {
  readonly #reader: Pick<LogReader, 'checkpoints'>;
  readonly #policy: WitnessPolicy;
  #readTo = 0;
  #last: WitnessedHead | undefined;
  #newest: KeptCheckpoint | undefined;

  constructor(reader: Pick<LogReader, 'checkpoints'>, policy: WitnessPolicy) {
    this.#reader = reader;
    this.#policy = policy;
  }

  /** The newest checkpoint that has a signature under the name of some witness, as it was when this last read. */
  get newestNamed(): KeptCheckpoint | undefined {
    return this.#newest;
  }

  /** Reads on from where it has come: of the last size, a checkpoint may have got more cosignatures. */
  async last(): Promise<WitnessedHead | undefined> {
    const candidates: KeptCheckpoint[] = [];
    for await (const page of this.#reader.checkpoints(this.#readTo))
      for (const kept of page) {
        this.#readTo = Math.max(this.#readTo, kept.size);
        const names = this.#namesUnder(kept);
        if (names.size > 0) this.#newest = kept;
        if (names.size > 0 && this.#policy.isMetBy(names)) candidates.push(kept);
        if (candidates.length > 2 * CANDIDATES) candidates.splice(0, CANDIDATES);
      }
    for (const kept of candidates.reverse()) {
      const head = witnessedHead(this.#policy, kept);
      if (head === undefined) continue;
      this.#last = head;
      break;
    }
    return this.#last;
  }

  /** Under whose names there are signatures, which are not verified by this. */
  #namesUnder({ note }: KeptCheckpoint): ReadonlySet<string> {
    const named = this.#policy.witnesses.filter(({ key }) => note.includes(` ${key.name} `));
    return new Set(named.map(({ name }) => name));
  }
}
