import type { KeptCheckpoint } from '@bali/event-store';
import {
  type Cosignature,
  cosignaturesOf,
  Malformed,
  NoteNotVerified,
  parseCheckpoint,
  parseNote,
  type WitnessKey,
} from '@bali/ledger';
import { once } from '@bali/queue';
import type { PolicyWitness, WitnessPolicy } from '@bali/witness';
import type { Log } from '../log.js';
import { CLOCKS_APART_SECONDS, type HandedLog } from './handed-log.js';
import { askWitness, cosignatureLines } from './witness-asked.js';
import { type WitnessState, WitnessStates } from './witness-states.js';
import { type WitnessedHead, witnessedHead, WitnessedHeads } from './witnessed-heads.js';

/** How long witnesses have for their answer. They are asked at the same time. */
const WITNESS_TIMEOUT_MS = 1_000;
/** While nothing new is recorded, a witness is asked again once its cosignature is this old. */
const COSIGNED_AGAIN_AFTER_SECONDS = 6 * 3_600;
/** How old the last witnessed checkpoint may become before that is an alarm, and packages of it are refused by default. */
const WITNESSED_WITHIN_SECONDS = 24 * 3_600;

export interface WitnessingOptions {
  readonly trial: HandedLog;
  readonly policy: WitnessPolicy;
  readonly now: () => Date;
  readonly log: Log;
  /** Default: one second. */
  readonly timeoutMs?: number;
}

/** What came of cosignatures that a witness sent by itself. */
export type Taken = 'kept' | 'known' | 'superseded';

/**
 * Has the trial ledger's checkpoints cosigned by the witnesses of a policy. It fails open: nothing that a person records waits for a
 * witness, or is refused because of one. Which checkpoint was witnessed last, it says.
 */
export class Witnessing {
  readonly #options: WitnessingOptions;
  readonly #states: WitnessStates;
  readonly #heads: WitnessedHeads;
  readonly #seenBy = new Map<string, number>();
  #last: WitnessedHead | undefined;
  #isBehind = false;
  /** Finds, in what is kept, the checkpoint that was witnessed last. What cannot be read is passed over: `sign` complains of it. */
  readonly recall = once(() => this.#readOn());

  constructor(options: WitnessingOptions) {
    this.#options = options;
    const names = options.policy.witnesses.map(({ name }) => name);
    this.#states = new WitnessStates(names, options.log);
    this.#heads = new WitnessedHeads(options.trial.reader, options.policy);
  }

  get policy(): WitnessPolicy {
    return this.#options.policy;
  }

  get last(): WitnessedHead | undefined {
    return this.#last;
  }

  get witnesses(): readonly WitnessState[] {
    return this.#states.all;
  }

  /** Whether a quorum has witnessed a checkpoint within a day, if one is asked for. */
  get isUp(): boolean {
    if (this.policy.asksForNobody) return true;
    return this.#last !== undefined && this.#seconds() - this.#last.at <= WITNESSED_WITHIN_SECONDS;
  }

  /** Reads what was kept since, by whichever instance. */
  async #readOn(): Promise<void> {
    const last = await this.#heads.last();
    if (last !== undefined && isLater(last, this.#last)) this.#last = last;
    if (this.#heads.newestNamed !== undefined) this.#remember(this.#heads.newestNamed);
  }

  /**
   * Asks every witness that has an address and has not cosigned the newest checkpoint, or not for long. An instance that does not sign
   * asks nobody. What other instances have kept is read before: a witness that comes by itself may come to any of them.
   */
  async ask(): Promise<void> {
    await this.recall();
    await this.#readOn();
    if (this.#options.trial.signing.canSign) await this.#askWhoIsDue();
    this.#sayWhereWeAre();
  }

  async #askWhoIsDue(): Promise<void> {
    const { trial, policy } = this.#options;
    const withAddress = policy.witnesses.filter(hasAddress);
    const latest = await trial.reader.latestCheckpoint();
    // What another instance has signed may be ahead of the tree here: there is no proof yet, and the next tick asks.
    if (latest === undefined || latest.size > trial.reader.size) return;
    if (withAddress.some((witness) => this.#isDue(witness, latest))) await this.#askAll(withAddress);
  }

  async #askAll(witnesses: readonly (PolicyWitness & { readonly url: string })[]): Promise<void> {
    const kept = await this.#options.trial.signing.collect(async (checkpoint) => {
      const due = witnesses.filter((witness) => this.#isDue(witness, checkpoint));
      const lines = await Promise.all(due.map((witness) => this.#askOne(witness, checkpoint)));
      return lines.join('');
    });
    if (kept !== undefined) this.#remember(kept);
  }

  /**
   * Keeps the cosignatures that a witness sent by itself, if they are of witnesses of the policy.
   * @param note a checkpoint with them under it. @throws Malformed; NoteNotVerified
   */
  async take(note: string): Promise<Taken> {
    const { signing, reader } = this.#options.trial;
    const cosignatures = this.#cosignaturesSent(note);
    const { text } = parseNote(note);
    const news: Cosignature[] = [];
    const isCurrent = await signing.take(text, (kept) => {
      news.push(...cosignatures.filter(({ key, time }) => isNewer(time, timeOf(kept.note, key))));
      const lines = note.slice(text.length + 1);
      return cosignatureLines(
        note,
        lines,
        news.map(({ key }) => key),
      );
    });
    if (!isCurrent) return 'superseded';
    const kept = await reader.latestCheckpoint();
    if (kept !== undefined) this.#remember(kept);
    for (const { key } of cosignatures) this.#states.succeeded(this.#nameOf(key));
    return news.length > 0 ? 'kept' : 'known';
  }

  /** @throws Malformed; NoteNotVerified where there is none that could be taken. */
  #cosignaturesSent(note: string): readonly Cosignature[] {
    const { origin } = parseCheckpoint(parseNote(note).text);
    if (origin !== this.#options.trial.origin) throw new Malformed('checkpoint', 'it is of another log');
    const cosignatures = cosignaturesOf(note, this.#keys);
    if (cosignatures.length === 0)
      throw new NoteNotVerified('unknown-keys', 'it is cosigned by no witness of the policy');
    if (cosignatures.some(({ time }) => time > this.#seconds() + CLOCKS_APART_SECONDS))
      throw new NoteNotVerified('bad-signature', 'the time of a cosignature on it is in the future');
    return cosignatures;
  }

  async #askOne(witness: PolicyWitness & { readonly url: string }, kept: KeptCheckpoint): Promise<string> {
    const { trial, timeoutMs = WITNESS_TIMEOUT_MS } = this.#options;
    const asking = {
      ...{ kept, from: Math.min(this.#seenBy.get(witness.name) ?? 0, kept.size), now: this.#seconds(), timeoutMs },
      proof: (from: number, to: number) => trial.reader.consistencyProof(from, to),
    };
    const outcome = await askWitness(witness, asking);
    if ('failure' in outcome) {
      this.#states.failed(witness.name, outcome.failure, this.#lastDetails());
      return '';
    }
    this.#seenBy.set(witness.name, kept.size);
    this.#states.succeeded(witness.name);
    return outcome.lines;
  }

  #isDue({ key }: PolicyWitness, { note }: KeptCheckpoint): boolean {
    const time = timeOf(note, key);
    return time === undefined || this.#seconds() - time >= COSIGNED_AGAIN_AFTER_SECONDS;
  }

  #remember(kept: KeptCheckpoint): void {
    const head = witnessedHead(this.policy, kept);
    for (const { key } of this.policy.witnesses) {
      const time = timeOf(kept.note, key);
      if (time !== undefined) this.#states.cosigned(this.#nameOf(key), time);
    }
    if (head !== undefined && isLater(head, this.#last)) this.#last = head;
  }

  get #keys(): readonly WitnessKey[] {
    return this.policy.witnesses.map(({ key }) => key);
  }

  #nameOf(key: WitnessKey): string {
    return this.policy.witnesses.find((witness) => witness.key === key)?.name ?? '';
  }

  /** Says when the quorum is lost, and when it is there again. */
  #sayWhereWeAre(): void {
    const isBehind = !this.isUp;
    if (isBehind === this.#isBehind) return;
    this.#isBehind = isBehind;
    const since = this.#last === undefined ? 'yet' : 'for a day';
    if (isBehind)
      this.#options.log.error(
        this.#lastDetails(),
        `NO QUORUM OF WITNESSES ${since}: packages are refused by those who ask for one`,
      );
    else this.#options.log.info(this.#lastDetails(), 'a quorum of witnesses has cosigned');
  }

  #lastDetails(): object {
    const last = this.#last;
    return last === undefined
      ? { lastWitnessed: 'none' }
      : { lastWitnessed: last.size, at: new Date(last.at * 1000).toISOString() };
  }

  #seconds(): number {
    return Math.floor(this.#options.now().getTime() / 1000);
  }
}

/** Whether a head was witnessed of a larger tree, or of the same one no earlier. */
function isLater(head: WitnessedHead, before: WitnessedHead | undefined): boolean {
  return before === undefined || head.size > before.size || (head.size === before.size && head.at >= before.at);
}

function hasAddress(witness: PolicyWitness): witness is PolicyWitness & { readonly url: string } {
  return witness.url !== undefined;
}

/** A witness may cosign the same tree again, but not so often that what is kept grows by it. */
function isNewer(time: number, before: number | undefined): boolean {
  return before === undefined || time >= before + COSIGNED_AGAIN_AFTER_SECONDS;
}

/** When a witness has cosigned a note, if it has. A note that was kept is right, or counts as not cosigned. */
function timeOf(note: string, key: PolicyWitness['key']): number | undefined {
  try {
    return cosignaturesOf(note, [key])[0]?.time;
  } catch {
    return undefined;
  }
}
