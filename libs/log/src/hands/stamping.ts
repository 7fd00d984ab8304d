import type { KeptCheckpoint } from '@bali/event-store';
import { Malformed, parseNote, utf8 } from '@bali/ledger';
import { once } from '@bali/queue';
import {
  MAX_STAMP_BYTES,
  STAMP_QUERY_TYPE,
  type StampAuthority,
  stampIn,
  stampLine,
  StampNotVerified,
  stampRequest,
  stampsOf,
} from '@bali/time-stamps';
import type { Log } from '../log.js';
import { askBounded, NoAnswer } from './bounded-request.js';
import { CLOCKS_APART_SECONDS, type HandedLog } from './handed-log.js';

/** How long an authority has for its answer. */
const STAMP_TIMEOUT_MS = 5_000;
const NONCE_BYTES = 16;
const DAY_MS = 86_400_000;
/** How old the newest time stamp may become before that is an alarm: a day, and the time to try again. */
const STAMPED_WITHIN_MS = 1.25 * DAY_MS;
const CLOCKS_APART_MS = CLOCKS_APART_SECONDS * 1000;
/** A larger time stamp is not kept: with those of two authorities and many cosignatures, a store still takes the checkpoint. */
const MAX_TOKEN_BYTES = 18_000;

/** An authority, and where it is asked: in the configuration, and nowhere else. */
export interface AskedAuthority extends StampAuthority {
  readonly url: string;
}

export interface StampingOptions {
  readonly trial: Pick<HandedLog, 'reader' | 'signing'>;
  readonly authorities: readonly AskedAuthority[];
  /** Minutes after midnight, UTC, at which stamps are asked for, whatever happened. */
  readonly minutes: readonly number[];
  readonly randomBytes: (length: number, purpose: string) => Uint8Array;
  readonly now: () => Date;
  readonly log: Log;
  /** Default: five seconds. */
  readonly timeoutMs?: number;
}

export interface StampState {
  readonly authority: string;
  readonly stampedAt: Date | undefined;
  readonly failures: number;
  readonly isFailing: boolean;
}

/**
 * Has the trial ledger's newest checkpoint stamped by time stamp authorities at fixed hours. An authority that is down stops nothing;
 * it is asked again at each tick until the next of these hours.
 */
export class Stamping {
  readonly #options: StampingOptions;
  readonly #states = new Map<string, StampState>();
  /** For which of the fixed hours each authority has answered, in milliseconds since 1970. */
  readonly #done = new Map<string, number>();
  #readTo = 0;
  /** Finds, in what is kept, what was stamped last. */
  readonly recall = once(() => this.#readOn());

  constructor(options: StampingOptions) {
    this.#options = options;
    for (const { name: authority } of options.authorities)
      this.#states.set(authority, { authority, stampedAt: undefined, failures: 0, isFailing: false });
  }

  get states(): readonly StampState[] {
    return [...this.#states.values()];
  }

  /** Whether an authority has stamped a checkpoint within a day. */
  get isUp(): boolean {
    const now = this.#options.now().getTime();
    return this.states.some(
      ({ stampedAt }) => stampedAt !== undefined && now - stampedAt.getTime() <= STAMPED_WITHIN_MS,
    );
  }

  /** Reads what was kept since, by whichever instance: of the last size, a checkpoint may have got a stamp. */
  async #readOn(): Promise<void> {
    const { trial, authorities } = this.#options;
    const found = new Map<string, string>();
    for await (const page of trial.reader.checkpoints(this.#readTo))
      for (const { size, note } of page) {
        this.#readTo = Math.max(this.#readTo, size);
        for (const { name } of authorities) if (note.includes(` ${name} `)) found.set(name, note);
      }
    for (const [name, note] of found) {
      const authority = authorities.filter((known) => known.name === name);
      const [stamp] = await stampsOf(note, authority).catch(() => []);
      if (stamp === undefined) continue;
      this.#change(name, (state) => ({ ...state, stampedAt: stamp.at }));
      // The authority's clock may be behind ours: what it gave shortly before a fixed hour by its clock was asked for at that hour.
      this.#done.set(name, this.#hourBefore(new Date(stamp.at.getTime() + this.#patienceMs())));
    }
  }

  /**
   * Asks the authorities that have not answered since the last of the fixed hours, also before this process was started. An instance
   * that does not sign asks nobody: it reads what the one that signs has kept.
   */
  async ask(): Promise<void> {
    const { trial, authorities, now } = this.#options;
    await this.recall();
    if (!trial.signing.canSign) {
      await this.#readOn();
      return;
    }
    const hour = this.#hourBefore(now());
    const due = authorities.filter(({ name }) => (this.#done.get(name) ?? 0) < hour);
    if (due.length === 0) return;
    await trial.signing.collect(async (kept) => {
      const lines = await Promise.all(due.map((authority) => this.#askOne(authority, kept, hour)));
      return lines.join('');
    });
  }

  async #askOne(authority: AskedAuthority, { note }: KeptCheckpoint, hour: number): Promise<string> {
    const { randomBytes, now, timeoutMs = STAMP_TIMEOUT_MS } = this.#options;
    const text = utf8(parseNote(note).text);
    const nonce = randomBytes(NONCE_BYTES, `nonce of a time stamp of ${authority.name}`);
    try {
      const { status, body } = await askBounded({
        ...{ url: authority.url, method: 'POST', body: stampRequest(text, nonce), contentType: STAMP_QUERY_TYPE },
        ...{ timeoutMs, maxBytes: MAX_STAMP_BYTES },
      });
      if (status !== 200) throw new StampNotVerified(`was not given: the authority answered ${status}`);
      const { token, stamp } = await stampIn(body, { text, nonce, authority });
      refuseUnfit(token, stamp.at, now());
      this.#change(authority.name, (state) => ({ ...state, stampedAt: stamp.at, isFailing: false }));
      this.#done.set(authority.name, hour);
      return stampLine(authority, token);
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof StampNotVerified || error instanceof Malformed)) throw error;
      this.#failed(authority.name, error);
      return '';
    }
  }

  /** Says each failure once, however often it comes in a row. */
  #failed(authority: string, error: Error): void {
    this.#change(authority, (state) => {
      if (!state.isFailing) this.#options.log.error({ authority, err: error }, 'a time stamp authority gives no stamp');
      return { ...state, failures: state.failures + 1, isFailing: true };
    });
  }

  #change(authority: string, change: (state: StampState) => StampState): void {
    const state = this.#states.get(authority);
    if (state !== undefined) this.#states.set(authority, change(state));
  }

  /** The last of the fixed hours before a moment. */
  #hourBefore(moment: Date): number {
    return Math.max(0, ...this.#hoursAround(moment).filter((hour) => hour <= moment.getTime()));
  }

  /** By how much an authority's clock may be behind: at most an hour, and half the time between two of the fixed hours. */
  #patienceMs(): number {
    const hours = this.#hoursAround(new Date(DAY_MS)).toSorted((one, other) => one - other);
    const gaps = hours.slice(1).map((hour, place) => hour - (hours[place] ?? 0));
    return Math.min(CLOCKS_APART_MS, ...gaps.filter((gap) => gap > 0).map((gap) => gap / 2));
  }

  /** The fixed hours of the day of a moment, and of the day before it. */
  #hoursAround(moment: Date): readonly number[] {
    const midnight = Math.floor(moment.getTime() / DAY_MS) * DAY_MS;
    return this.#options.minutes.flatMap((minute) => [midnight - DAY_MS + minute * 60_000, midnight + minute * 60_000]);
  }
}

/** @throws StampNotVerified where the authority's clock and ours cannot both be right, or no store would take what it gave. */
function refuseUnfit(token: Uint8Array, at: Date, now: Date): void {
  if (Math.abs(at.getTime() - now.getTime()) > CLOCKS_APART_MS)
    throw new StampNotVerified(`is of ${at.toISOString()}, more than an hour from the clock of this machine`);
  if (token.byteLength > MAX_TOKEN_BYTES) throw new StampNotVerified(`has more than ${MAX_TOKEN_BYTES} bytes`);
}
