import { type BlindingData, type BlindingState, decideCard, decideSlot, decideVoid, slotOf } from '@bali/blinding';
import { siteOfPatient } from '@bali/protocol';
import {
  currentSite,
  type PatientState,
  patientStream,
  stratumFor,
  targetInForce,
  type TrialState,
  WHOLE_TRIAL,
} from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';

/** A sealed card with which a patient was randomized while the system was down. */
export interface OpenedCard {
  readonly stratum: string;
  readonly slot: number;
  readonly randomizedAt: string;
}

/** Who is to be randomized, and where the patient is: the stratum follows from that. */
export interface ToRandomize {
  readonly patient: string;
  readonly site: string;
  /** Absent: the software takes the next slot. */
  readonly card?: OpenedCard;
}

export type RandomizationSaga = Saga<ToRandomize, BlindingState, BlindingData<'SlotTaken'>>;

/** A slot is taken from the sealed list, once for a patient; then the patient is randomized in the trial ledger. */
export function randomizationSaga(streams: StreamLoader<BlindingState>): RandomizationSaga {
  return {
    begins: 'SlotTaken',
    streams,
    isOneForAll: false,
    tellsReason: true,
    isFor: (data, { patient }) => data.patient === patient,
    // Which slot it will be is not known yet, and nothing depends on it.
    expects: ({ patient, site, card }, trial) =>
      randomized(patient, card ?? { stratum: stratumOf(site, trial), slot: 0 }),
    signs: ({ patient, card }) => {
      const data = card === undefined ? {} : { randomizedAt: card.randomizedAt };
      return { event: { type: 'Randomized', data }, stream: patientStream(patient) };
    },
    // A command that is repeated after its slot was given up takes another.
    part: ({ patient }, state) => `take-slot ${voidedFor(state, patient)}`,
    begin: ({ patient, site, card }, state, { request, trial }) => {
      if (card !== undefined) return decideCard({ patient, ...card, request }, state);
      const recruitmentTarget = targetInForce(trial);
      return decideSlot({ patient, stratum: stratumOf(site, trial), recruitmentTarget, request }, state);
    },
    finish: ({ patient, request: _, ...place }) => randomized(patient, place),
    // A slot that is taken is never given to anyone else: it is documented that it was taken in vain.
    giveUp: {
      part: ({ data: { slot } }) => `void-slot ${slot}`,
      decide: ({ patient, request }, because, state) => {
        const isHeld = slotOf(state, patient)?.data.request.commandId === request.commandId;
        return isHeld ? decideVoid({ patient, because }, state) : { events: [] };
      },
    },
  };
}

/** Randomizes a patient. */
export class Randomization {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: RandomizationSaga;
  readonly #patients: StreamLoader<PatientState>;

  constructor(sagas: TwoLedgerSagas, saga: RandomizationSaga, patients: StreamLoader<PatientState>) {
    this.#sagas = sagas;
    this.#saga = saga;
    this.#patients = patients;
  }

  /** @throws as {@link TwoLedgerSagas.run} */
  async randomize(patient: string, given: Given): Promise<Handled> {
    return this.#sagas.run(this.#saga, { given, wanted: { patient, site: await this.#siteOf(patient) } });
  }

  /** Enters a randomization by a sealed card. @throws as {@link TwoLedgerSagas.run} */
  async enterCard(patient: string, card: OpenedCard, given: Given): Promise<Handled> {
    return this.#sagas.run(this.#saga, { given, wanted: { patient, site: await this.#siteOf(patient), card } });
  }

  async #siteOf(patient: string): Promise<string> {
    const { state } = await this.#patients.load(patientStream(patient));
    return currentSite(state) ?? siteOfPatient(patient);
  }
}

function randomized(patient: string, place: Pick<BlindingData<'SlotTaken'>, 'stratum' | 'slot' | 'randomizedAt'>) {
  return { patient, command: { type: 'RandomizePatient' as const, data: place } };
}

function stratumOf(site: string, trial: TrialState): string {
  return stratumFor(trial, site) ?? WHOLE_TRIAL;
}

function voidedFor({ taken }: BlindingState, patient: string): number {
  return taken.filter(({ data, voided }) => voided && data.patient === patient).length;
}
