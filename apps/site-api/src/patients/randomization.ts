import { decideSlot, SEALED_STREAM, slotOf, WHOLE_TRIAL } from '@bali/blinding';
import { CommandRefused, CommandTexts, type Handled, StaleRevision } from '@bali/command-handling';
import { assertOwnSite, type Invocation } from '@bali/http';
import { siteOfPatient } from '@bali/protocol';
import { patientStream, refusedRandomization, targetInForce, TRIAL_STREAM } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { Recording, type Recordable } from '../recording/recording.js';
import type { Recorded } from '../recording/recorded.js';
import { type Resources, RESOURCES } from '../resources.js';

type RandomizationRequest = Recordable<{ readonly type: 'RandomizePatient' }>;

/**
 * Randomizes: the slot is taken in the sealed ledger first, once for a patient; then the patient is randomized in the trial
 * ledger. No store has a transaction over both, so a crash may fall between: whoever repeats the command then gets the
 * slot that was taken, and goes on from there.
 */
@Injectable()
export class Randomization {
  /** Slots are taken one after another; within this process they need not race each other for it. */
  #slotTaken: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  randomize(invocation: Invocation, patient: string): Promise<Recorded> {
    assertOwnSite(invocation.person, siteOfPatient(patient));
    return this.recording.recorded(
      invocation,
      () => ({ type: 'RandomizePatient' as const }),
      (request) => this.#randomize(request, patient),
    );
  }

  async #randomize(request: RandomizationRequest, patient: string): Promise<Handled> {
    const { handler, patients } = this.resources;
    const done = await handler.done(request.envelope);
    if (done !== undefined) return done;
    const recruitmentTarget = await this.#refuseEarly(request, patient);
    // Signed before a slot is taken, since a slot that is taken is never given to anyone else.
    await request.signer.ask([{ type: 'Randomized', data: {} }], patientStream(patient));
    const slot = await this.#inTurn(() => this.#takeSlot(request, patient, recruitmentTarget));
    return handler.handle({
      ...this.recording.handling(request),
      streams: patients,
      stream: () => patientStream(patient),
      decide: (state, context) => {
        const data = { stratum: WHOLE_TRIAL, slot };
        return this.recording.decide({ type: 'RandomizePatient', data }, state, context);
      },
    });
  }

  /** Takes no slot for a patient who cannot be randomized. @returns the recruitment target in force. */
  async #refuseEarly({ invocation, reason }: RandomizationRequest, patient: string): Promise<number> {
    const { patients, trials, now } = this.resources;
    const { state: trial } = await trials.load(TRIAL_STREAM);
    const { state, revision } = await patients.load(patientStream(patient));
    const { expectedRevision } = invocation;
    if (expectedRevision !== undefined && expectedRevision !== revision) {
      throw new StaleRevision(expectedRevision, revision);
    }
    const why = reason === undefined ? {} : { reason };
    const refused = refusedRandomization(state, {
      now: now().toISOString(),
      trial,
      ...why,
    });
    if (refused !== undefined) throw new CommandRefused(refused);
    return targetInForce(trial);
  }

  async #takeSlot({ envelope }: RandomizationRequest, patient: string, recruitmentTarget: number): Promise<number> {
    const { slots, sealedHandler, randomBytes } = this.resources;
    const commandId = uuidV5('take-slot', envelope.commandId);
    const taken = async () => slotOf((await slots.load(SEALED_STREAM)).state, patient);
    const before = await taken();
    if (before !== undefined) return before;
    await sealedHandler.handle({
      envelope: { ...envelope, commandId },
      texts: new CommandTexts(commandId, randomBytes),
      streams: slots,
      stream: () => SEALED_STREAM,
      decide: (state) => decideSlot({ patient, stratum: WHOLE_TRIAL, recruitmentTarget }, state),
    });
    return (await taken()) ?? 0;
  }

  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const mine = this.#slotTaken.then(task);
    this.#slotTaken = mine.catch(() => undefined);
    return mine;
  }
}
