import type { EventStore, KeptCheckpoint } from '@bali/event-store';
import { parseNote, type TreeHead, type VerifierKey, withSignatures } from '@bali/ledger';
import { OneAtATime } from '@bali/queue';
import type { LogFollower } from '../follower/log-follower.js';
import type { Log } from '../log.js';
import type { LogReader } from '../reader/log-reader.js';
import type { ConsistencyWith, Signer } from './signer.js';
import { isAlarm, sentenceOf, type SigningFailure, signingFailureOf } from './signing-failure.js';

/** Where the signer of a log comes from, and what else verifies its checkpoints. */
export interface SigningOptions {
  /** Without one, the log follows, and does not sign before it has taken over. */
  readonly signer?: Signer;
  /** Gives the signer once no other process is it any more. Without it, the log that has no signer never signs. */
  readonly standBy?: () => Signer | undefined;
  /** Gives the keys that verify this log's checkpoints, as they are now, where there is no signer that has them. */
  readonly verifiers?: () => readonly VerifierKey[];
  /**
   * Default: true. False: nothing is signed because somebody asks for a receipt or a package, since size and time of the checkpoint
   * would tell that they asked, and what there was then. Such a log is signed on the clock and at shutdown alone.
   */
  readonly signsWhenAsked?: boolean;
}

export interface CheckpointSigningOptions extends SigningOptions {
  readonly store: EventStore;
  readonly origin: string;
  readonly follower: LogFollower;
  readonly reader: LogReader;
  readonly now: () => Date;
  readonly log: Log;
}

/** What this instance has signed last and how often it could not, for metrics and readiness. */
export interface SigningState {
  readonly lastSize: number | undefined;
  readonly lastAt: Date | undefined;
  /** How often each failure came. */
  readonly failures: ReadonlyMap<SigningFailure, number>;
  /** The failure of the last attempt, if it failed. */
  readonly failing: SigningFailure | undefined;
}

/** How long a signature waits for the tree to have every event that was acknowledged before it was asked for. */
const TREE_PATIENCE_MS = 60_000;

/** Signs the checkpoints of one log, one after another, and keeps each in the store beside the ledger. */
export class CheckpointSigning {
  readonly origin: string;
  readonly #options: CheckpointSigningOptions;
  readonly #turns = new OneAtATime();
  #signer: Signer | undefined;
  #state: SigningState = { lastSize: undefined, lastAt: undefined, failures: new Map(), failing: undefined };
  #isClosed = false;

  constructor(options: CheckpointSigningOptions) {
    this.origin = options.origin;
    this.#options = options;
    this.#signer = options.signer;
  }

  get state(): SigningState {
    return this.#state;
  }

  /** What verifies this log's checkpoints; none where there are no keys. */
  get verifiers(): readonly VerifierKey[] {
    return this.#signer?.keys.verifiers ?? this.#options.verifiers?.() ?? [];
  }

  get canSign(): boolean {
    return this.#signer !== undefined;
  }

  /**
   * Signs from now on, if it does not yet and nobody else does any more. What the other signed last is in the files that
   * they share, and in the store: nothing that does not extend it is signed.
   * @returns whether it has taken over. @throws SigningKeysRefused
   */
  takeOver(): boolean {
    if (this.canSign || this.#isClosed) return false;
    try {
      this.#signer = this.#options.standBy?.();
      this.#state = { ...this.#state, failing: undefined };
      return this.canSign;
    } catch (error) {
      this.#countFailure(error);
      throw error;
    }
  }

  /** The first checkpoint of a minimum tree size; signed now if there is none, and undefined if it cannot be, or must not. */
  async checkpointFor(minSize: number): Promise<KeptCheckpoint | undefined> {
    const { reader, signsWhenAsked = true } = this.#options;
    const kept = await reader.firstCheckpointOf(minSize);
    if (kept !== undefined || !this.canSign || !signsWhenAsked) return kept;
    // Every caller that waits for the signature under way looks again afterwards: one signature may do for many.
    await this.#turns.idle();
    const signed = await reader.firstCheckpointOf(minSize);
    if (signed !== undefined) return signed;
    const now = await this.sign();
    return now.size >= minSize ? now : undefined;
  }

  /**
   * Signs the tree of all events acknowledged so far, and keeps the checkpoint.
   * @throws SigningRefused when it does not extend what was signed before; NotYetInLog when the log cannot follow.
   */
  sign(signal: AbortSignal = AbortSignal.timeout(TREE_PATIENCE_MS)): Promise<KeptCheckpoint> {
    return this.#turns.run(() => this.#sign(signal));
  }

  /** Signs if it can, and if the ledger has grown since the last checkpoint. @throws as {@link sign} */
  async signWhatIsNew(signal?: AbortSignal): Promise<void> {
    if (!this.canSign) return;
    const { reader, store } = this.#options;
    const latest = await reader.latestCheckpoint();
    if (latest === undefined || (await store.lastPosition()) >= latest.size) await this.sign(signal);
  }

  /**
   * Has others sign the checkpoint that was kept last, and keeps it once more with what they gave. Until they have answered nothing
   * newer is signed, so that a log under load has a checkpoint that others have signed as well.
   * @param collect gives signature lines; what it cannot get it leaves out. @returns the checkpoint as it is kept now.
   */
  collect(collect: (kept: KeptCheckpoint) => Promise<string>): Promise<KeptCheckpoint | undefined> {
    return this.#turns.run(async () => {
      const kept = await this.#options.reader.latestCheckpoint();
      if (kept === undefined || this.#isClosed) return kept;
      const note = withSignatures(kept.note, await collect(kept));
      if (note !== kept.note) await this.#options.store.keepCheckpoint({ size: kept.size, note });
      return { size: kept.size, note };
    });
  }

  /**
   * Keeps signatures of others, which came by themselves, under the checkpoint that was kept last.
   * @param text of the checkpoint that they signed. @returns false where that is no longer the last one.
   */
  async take(text: string, lines: (kept: KeptCheckpoint) => string): Promise<boolean> {
    let isTaken = false;
    try {
      await this.collect((kept) => {
        isTaken = parseNote(kept.note).text === text;
        return Promise.resolve(isTaken ? lines(kept) : '');
      });
    } catch (error) {
      // Another instance, which signs, has kept a newer checkpoint in between.
      if (!(error instanceof RangeError) || (await this.#isLast(text))) throw error;
      return false;
    }
    return isTaken;
  }

  async #isLast(text: string): Promise<boolean> {
    const kept = await this.#options.reader.latestCheckpoint();
    return kept !== undefined && parseNote(kept.note).text === text;
  }

  /** Takes over no more, waits for the signature under way, and lets go of the signer. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turns.idle();
    this.#signer?.close();
  }

  async #sign(signal: AbortSignal): Promise<KeptCheckpoint> {
    const signer = this.#signer;
    if (signer === undefined) throw new Error(`this instance has no key to sign ${this.origin} with`);
    try {
      return await this.#signAndKeep(signer, signal);
    } catch (error) {
      this.#countFailure(error);
      throw error;
    }
  }

  async #signAndKeep(signer: Signer, signal: AbortSignal): Promise<KeptCheckpoint> {
    const { store, follower, reader, now } = this.#options;
    if (store.held !== undefined) throw store.held;
    const kept = await store.lastCheckpoint();
    const size = await follower.caughtUp(signal);
    const tree = reader.at(size);
    const head = { size, root: tree.root() };
    const proof = (older: number) => tree.consistencyProof(older);
    await this.#keepWhatACrashLeft(signer, kept, head, proof);
    const note = signer.sign(head, proof, kept === undefined ? [] : [kept.note], now());
    await store.keepCheckpoint({ size, note });
    this.#state = { ...this.#state, lastSize: size, lastAt: now(), failing: undefined };
    return { size, note };
  }

  /** A note that was signed and not kept, because the process ended in between, is kept now: every checkpoint is. */
  async #keepWhatACrashLeft(
    signer: Signer,
    kept: KeptCheckpoint | undefined,
    head: TreeHead,
    proof: ConsistencyWith,
  ): Promise<void> {
    const last = signer.lastTree();
    if (last === undefined || last.note === kept?.note || last.size < (kept?.size ?? 0)) return;
    signer.check(head, proof);
    await this.#options.store.keepCheckpoint(last);
  }

  /** Says each failure once, however often it comes in a row; but an alarm each time. */
  #countFailure(error: unknown): void {
    const why = signingFailureOf(error);
    const { failures, failing } = this.#state;
    this.#state = { ...this.#state, failing: why, failures: new Map(failures).set(why, (failures.get(why) ?? 0) + 1) };
    if (why !== failing || isAlarm(why))
      this.#options.log.error({ err: error, origin: this.origin, why }, sentenceOf(why));
  }
}
