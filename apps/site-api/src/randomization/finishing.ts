import { type Begun, decideVoid, listCommitment, listOf, type ListSlot, type TakenSlot } from '@bali/blinding';
import { CommandRefused, type Handled } from '@bali/command-handling';
import { decideTrial, last, patientStream, TRIAL_STREAM } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';
import { type BegunRequest, envelopeOf, finishing } from './begun-request.js';

/**
 * Finishes in the trial ledger what was begun in the sealed ledger, exactly as the command would have: under its id, so that
 * it happens once, whoever finishes it, how often, and through how many instances at once.
 */
@Injectable()
export class Finishing {
  readonly #underWay = new Map<string, Promise<Handled>>();

  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** Commits to the list that was drawn. @throws CommandRefused */
  list(begun: Begun<'RandomizationListDrawn'>): Promise<Handled> {
    return this.#once(begun, async () => {
      const { handler, trials } = this.resources;
      const list = listOf({ drawn: begun, taken: [], anchors: [] });
      const data = { commitment: listCommitment(list), strata: strataOf(list) };
      return handler.handle({
        ...(await finishing(begun, this.resources)),
        streams: trials,
        stream: () => TRIAL_STREAM,
        decide: (state, context) => decideTrial({ type: 'CommitRandomizationList', data }, state, context),
      });
    });
  }

  /**
   * Randomizes the patient for whom a slot was taken; where that cannot be any more, the slot is documented as taken in vain.
   * @throws CommandRefused
   */
  randomization(taken: TakenSlot): Promise<Handled> {
    return this.#once(taken, async () => {
      try {
        return await this.#randomize(taken);
      } catch (error) {
        if (!(error instanceof CommandRefused)) throw error;
        const done = await this.#randomizedWith(taken);
        if (done !== undefined) return done;
        await this.#void(taken, error);
        throw error;
      }
    });
  }

  async #randomize(taken: TakenSlot): Promise<Handled> {
    const { patient, stratum, slot } = taken.data;
    return this.resources.handler.handle({
      ...(await finishing(taken, this.resources)),
      streams: this.resources.patients,
      stream: () => patientStream(patient),
      decide: (state, context) =>
        this.recording.decide({ type: 'RandomizePatient', data: { stratum, slot } }, state, context),
    });
  }

  /** Another instance may have finished it between this one's look for it and its decision. */
  async #randomizedWith(taken: TakenSlot): Promise<Handled | undefined> {
    const { patient, stratum, slot } = taken.data;
    const { state } = await this.resources.patients.load(patientStream(patient));
    const randomized = last(state, 'Randomized')?.data;
    const isFinished = randomized?.stratum === stratum && randomized.slot === slot;
    return isFinished ? this.resources.handler.done(envelopeOf(taken)) : undefined;
  }

  async #void({ data, metadata }: TakenSlot, { refusal }: CommandRefused): Promise<void> {
    const { patient, slot, request } = data;
    await this.sealed.record({
      envelope: envelopeOf({ data, metadata }),
      part: `void-slot ${slot}`,
      notBefore: metadata.recordedAt,
      decide: (state) => {
        const isHeld = state.taken.some((held) => !held.voided && held.data.request.commandId === request.commandId);
        return isHeld ? decideVoid({ patient, because: refusal.code }, state) : { events: [] };
      },
    });
  }

  /** Within this process, the command and whoever finishes after a crash wait for the same. */
  #once(begun: BegunRequest, finish: () => Promise<Handled>): Promise<Handled> {
    const { commandId } = begun.data.request;
    const underWay = this.#underWay.get(commandId);
    if (underWay !== undefined) return underWay;
    const finished = finish().finally(() => this.#underWay.delete(commandId));
    this.#underWay.set(commandId, finished);
    return finished;
  }
}

function strataOf(list: readonly ListSlot[]): { stratum: string; slots: number }[] {
  const counts = new Map<string, number>();
  for (const { stratum } of list) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  return [...counts].map(([stratum, slots]) => ({ stratum, slots }));
}
