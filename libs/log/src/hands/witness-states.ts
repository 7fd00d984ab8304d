import type { Log } from '../log.js';
import type { WitnessFailure } from './witness-asked.js';

/** Failures after which somebody has to look at once: a ledger that others have seen otherwise. */
const ALARMS: ReadonlySet<WitnessFailure> = new Set<WitnessFailure>(['has-seen-more', 'has-seen-others']);

export interface WitnessState {
  readonly name: string;
  /** Of its newest cosignature, in seconds since 1970. */
  readonly cosignedAt: number | undefined;
  /** Why it did not cosign when it was asked last. */
  readonly failing: WitnessFailure | undefined;
  readonly failures: ReadonlyMap<WitnessFailure, number>;
}

/** How each witness of a policy is doing. */
export class WitnessStates {
  readonly #states = new Map<string, WitnessState>();
  readonly #log: Log;

  constructor(names: readonly string[], log: Log) {
    this.#log = log;
    for (const name of names)
      this.#states.set(name, { name, cosignedAt: undefined, failing: undefined, failures: new Map() });
  }

  get all(): readonly WitnessState[] {
    return [...this.#states.values()];
  }

  cosigned(name: string, time: number): void {
    this.#change(name, (state) => ({ ...state, cosignedAt: Math.max(time, state.cosignedAt ?? 0) }));
  }

  succeeded(name: string): void {
    this.#change(name, (state) => {
      if (state.failing !== undefined) this.#log.info({ witness: name }, 'a witness cosigns again');
      return { ...state, failing: undefined };
    });
  }

  /** Says each failure once, however often it comes in a row; but an alarm each time. @param last which head was last witnessed. */
  failed(name: string, failing: WitnessFailure, last: object): void {
    this.#change(name, (state) => {
      const details = { witness: name, why: failing, ...last };
      if (ALARMS.has(failing)) this.#log.error(details, ALARM);
      else if (failing !== state.failing) this.#log.error(details, 'a witness does not cosign');
      const failures = new Map(state.failures).set(failing, (state.failures.get(failing) ?? 0) + 1);
      return { ...state, failing, failures };
    });
  }

  #change(name: string, change: (state: WitnessState) => WitnessState): void {
    const state = this.#states.get(name);
    if (state !== undefined) this.#states.set(name, change(state));
  }
}

const ALARM = 'A WITNESS HAS SEEN ANOTHER LEDGER: the trial ledger was cut or rewritten, or the witness lies';
