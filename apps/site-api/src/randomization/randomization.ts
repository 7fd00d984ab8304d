import { type BlindingState, decideSlot, slotOf, type TakenSlot } from '@bali/blinding';
import { CommandRefused, type Handled, type Invocation, StaleRevision, TooContended } from '@bali/commands';
import { assertOwnSite } from '@bali/http';
import { siteOfPatient } from '@bali/protocol';
import { patientStream, refusedRandomization, stratumFor, targetInForce, TRIAL_STREAM, WHOLE_TRIAL } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { pendingRequest } from '../begun/begun-request.js';
import { Finishing } from '../begun/finishing.js';
import type { Recorded } from '../recording/recorded.js';
import { type Recordable, Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';

type RandomizationRequest = Recordable<{ readonly type: 'RandomizePatient' }>;

/** Each further attempt means that another command for the same patient came in between. */
const ATTEMPTS = 20;

/**
 * Randomizes: the slot is taken in the sealed ledger first, once for a patient, with all that is needed to go on; then the
 * patient is randomized in the trial ledger. No store has a transaction over both, so a crash may fall between: `Finishing`
 * then goes on from there, without anyone asking.
 */
@Injectable()
export class Randomization {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(Finishing) private readonly finishing: Finishing,
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
    const { commandId } = request.envelope;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const done = (await this.resources.handler.done(request.envelope)) ?? (await this.#finishBegun(request, patient));
      if (done !== undefined) return done;
      const place = await this.#refuseEarly(request, patient);
      // Signed before a slot is taken, since a slot that is taken is never given to anyone else.
      await request.signer.ask([{ type: 'Randomized', data: {} }], patientStream(patient));
      const taken = await this.#takeSlot(request, { patient, ...place });
      if (taken?.data.request.commandId === commandId) return this.finishing.finish({ type: 'SlotTaken', ...taken });
    }
    throw new TooContended(patientStream(patient));
  }

  /**
   * This command or another may have taken a slot for this patient, and have been cut off then.
   * @returns what it did, if it was this one.
   */
  async #finishBegun({ envelope }: RandomizationRequest, patient: string): Promise<Handled | undefined> {
    const begun = slotOf(await this.sealed.state(), patient);
    if (begun === undefined || this.finishing.isKnownToBeFinished(begun)) return undefined;
    const handled = await this.finishing.finishOrGiveUp({ type: 'SlotTaken', ...begun });
    return begun.data.request.commandId === envelope.commandId ? handled : undefined;
  }

  /** Takes no slot for a patient who cannot be randomized. */
  async #refuseEarly({ invocation, reason }: RandomizationRequest, patient: string) {
    const { patients, trials, now } = this.resources;
    const { state: trial } = await trials.load(TRIAL_STREAM);
    const { state, revision } = await patients.load(patientStream(patient));
    const { expectedRevision } = invocation;
    if (expectedRevision !== undefined && expectedRevision !== revision) {
      throw new StaleRevision(expectedRevision, revision);
    }
    const why = reason === undefined ? {} : { reason };
    const refused = refusedRandomization(state, { now: now().toISOString(), trial, ...why });
    if (refused !== undefined) throw new CommandRefused(refused);
    const stratum = stratumFor(trial, siteOfPatient(patient)) ?? WHOLE_TRIAL;
    return { stratum, recruitmentTarget: targetInForce(trial) };
  }

  /** @returns the slot that is held for the patient: this command's, or that of another command which was quicker. */
  async #takeSlot(
    request: RandomizationRequest,
    wanted: { readonly patient: string; readonly stratum: string; readonly recruitmentTarget: number },
  ): Promise<TakenSlot | undefined> {
    const { patient } = wanted;
    const pending = pendingRequest(request, this.recording, 'Randomized');
    const after = await this.sealed.record({
      envelope: request.envelope,
      // A command that is repeated after its slot was given up takes another.
      part: `take-slot ${voidedFor(await this.sealed.state(), patient)}`,
      texts: pending.sealedTexts,
      streams: this.resources.blinding,
      decide: (state) => decideSlot({ ...wanted, request: pending.request }, state),
    });
    return slotOf(after, patient);
  }
}

function voidedFor({ taken }: BlindingState, patient: string): number {
  return taken.filter(({ data, voided }) => voided && data.patient === patient).length;
}
