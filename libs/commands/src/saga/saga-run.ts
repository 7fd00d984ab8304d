import { type PendingCommand, SEALED_STREAM } from '@bali/blinding';
import { type DecisionContext, TRIAL_STREAM, type TrialState } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import { contextOf } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import { CommandRefused, TooContended } from '../loop/errors.js';
import { pendingRequest } from './pending-request.js';
import type { Saga } from './saga.js';
import type { TwoLedgerSagas, TwoLedgerSagasOptions } from './two-ledger-sagas.js';

/** Each further attempt means that another command for the same thing came in between. */
const ATTEMPTS = 20;

/** One command on its way through two ledgers: check, sign, begin; then `TwoLedgerSagas` finishes it or gives it up. */
export class SagaRun<Wanted, State extends object, Data extends PendingCommand['data']> {
  readonly #options: TwoLedgerSagasOptions;
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: Saga<Wanted, State, Data>;
  readonly #given: Given;
  readonly #wanted: Wanted;

  constructor(
    options: TwoLedgerSagasOptions,
    sagas: TwoLedgerSagas,
    saga: Saga<Wanted, State, Data>,
    { given, wanted }: { readonly given: Given; readonly wanted: Wanted },
  ) {
    this.#options = options;
    this.#sagas = sagas;
    this.#saga = saga;
    this.#given = given;
    this.#wanted = wanted;
  }

  /** @throws as {@link TwoLedgerSagas.run} */
  async run(): Promise<Handled> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const done = (await this.#options.handler.done(this.#given.envelope)) ?? (await this.#resume());
      if (done !== undefined) return done;
      const trial = await this.#check();
      if ((await this.#standing()) === undefined) {
        await this.#sign(trial);
        await this.#begin(trial);
      }
      const begun = await this.#standing();
      if (begun !== undefined && (this.#saga.isOneForAll || this.#isOwn(begun))) return this.#sagas.finish(begun);
    }
    throw new TooContended(this.#saga.signs?.(this.#wanted).stream ?? TRIAL_STREAM);
  }

  /** What stands in the sealed ledger for what is wanted: of this command, or of another one which was quicker. */
  #standing(): Promise<PendingCommand | undefined> {
    const { begins, isFor } = this.#saga;
    return this.#options.sealed.pending(({ type, data }) => type === begins && isFor(data as Data, this.#wanted));
  }

  #isOwn({ data }: PendingCommand): boolean {
    return data.request.commandId === this.#given.envelope.commandId;
  }

  /**
   * This command or another may have begun, and have been cut off then.
   * @returns what it did, if it was this one.
   */
  async #resume(): Promise<Handled | undefined> {
    if (this.#saga.isOneForAll) return undefined;
    const pending = await this.#standing();
    if (pending === undefined || this.#sagas.isKnownToBeFinished(pending)) return undefined;
    const handled = await this.#sagas.finishOrGiveUp(pending);
    return this.#isOwn(pending) ? handled : undefined;
  }

  /** Begins nothing that the trial ledger would then refuse. */
  async #check(): Promise<TrialState> {
    const { state: trial } = await this.#options.trials.load(TRIAL_STREAM);
    const expected = this.#saga.expects(this.#wanted, trial);
    await this.#options.commands.refuseEarly(expected, this.#given.expectedRevision, this.#context());
    return trial;
  }

  /**
   * Asks for the signature only once the sealed ledger would take the beginning too: a one-time code that was spent on a refused
   * command is good for nothing else. Signed before it begins, since what has begun is not taken back.
   */
  async #sign(trial: TrialState): Promise<void> {
    const { signs, streams, begin } = this.#saga;
    if (signs === undefined) return;
    const request = { commandId: this.#given.envelope.commandId };
    const { state } = await streams.load(SEALED_STREAM);
    const decision = await begin(this.#wanted, state, { ...this.#context(), request, trial });
    if ('refusal' in decision) throw new CommandRefused(decision.refusal);
    const { event, stream } = signs(this.#wanted);
    await this.#given.signer?.ask([event], stream);
  }

  async #begin(trial: TrialState): Promise<void> {
    const { signs, streams, part, begin } = this.#saga;
    const { envelope, reasonCode } = this.#given;
    const { request, ...kept } = this.#saga.tellsReason
      ? pendingRequest(this.#given, signs?.(this.#wanted).event, this.#options.sealing)
      : this.#staysSealed();
    const { state } = await streams.load(SEALED_STREAM);
    await this.#options.sealed.record({
      envelope,
      ...kept,
      ...(reasonCode === undefined ? {} : { reasonCode }),
      part: part(this.#wanted, state),
      streams,
      decide: (before, context) => begin(this.#wanted, before, { ...context, request, trial }),
    });
  }

  #staysSealed() {
    const { envelope, texts, reason, signer } = this.#given;
    const signed = this.#saga.signs?.(this.#wanted).event;
    const signature = signed && signer?.signatureOf(signed);
    return {
      request: { commandId: envelope.commandId, ...(signature && { signature }) },
      texts,
      ...(reason === undefined ? {} : { reason }),
    };
  }

  #context(): DecisionContext {
    return { now: this.#options.now().toISOString(), ...contextOf(this.#given.envelope, this.#given) };
  }
}
