import {
  cellsOf,
  type CellTherapyCommand,
  type CellTherapyData,
  type CellTherapyState,
  decideCellTherapy,
  decideGiveUp,
  entriesOf,
  releaseFromUnit,
} from '@bali/cell-therapy';
import { harvestOf, patientStream } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import { type OfLatestHarvest, ofLatestHarvest } from './of-latest-harvest.js';
import type { PatientFactsReader } from './patient-facts.js';

type FromUnit = Extract<CellTherapyCommand, { type: 'ReleaseProductFromUnit' }>;
/** Whose product is released, when, and the identifiers that were read off it. */
type AskedRelease = Pick<FromUnit, 'patient'> & { readonly data: Omit<FromUnit['data'], 'request' | 'harvest'> };
type WantedRelease = OfLatestHarvest<AskedRelease>;
export type ReleaseSaga = Saga<WantedRelease, CellTherapyState, CellTherapyData<'ProductReleasedFromUnit'>>;

/**
 * The unit releases the product in the sealed ledger, with the identifiers that were checked; then it is released in the trial
 * ledger, where that is the same for every patient. There is no other way to a release in the trial ledger.
 */
export function releaseSaga(streams: StreamLoader<CellTherapyState>, facts: PatientFactsReader): ReleaseSaga {
  return {
    begins: 'ProductReleasedFromUnit',
    streams,
    isOneForAll: false,
    tellsReason: true,
    isFor: (data, { patient, harvest, annulled }) =>
      data.patient === patient && harvestOf(data) === harvest && !annulled.has(data.request.commandId),
    expects: ({ patient, data: { releasedAt } }) => released(patient, releasedAt),
    signs: ({ patient, data: { releasedAt } }) => {
      return { event: { type: 'ProductReleased', data: { releasedAt } }, stream: patientStream(patient) };
    },
    // A command that is repeated after its release was given up begins another.
    part: ({ patient }, state) => {
      return `release-from-unit ${entriesOf(cellsOf(state, patient), 'ProductReleaseGivenUp').length}`;
    },
    begin: async ({ patient, harvest, data }, state, { request, ...context }) => {
      const standing = releaseFromUnit(state, patient)?.data;
      if (standing !== undefined && harvestOf(standing) === harvest) return { events: [] };
      const command: FromUnit = { type: 'ReleaseProductFromUnit', patient, data: { ...data, harvest, request } };
      return decideCellTherapy(command, state, { ...context, facts: await facts.of(patient) });
    },
    finish: ({ patient, releasedAt }) => released(patient, releasedAt),
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-release ${commandId}`,
      decide: ({ patient, request: { commandId } }, because, state, { now }) =>
        decideGiveUp({ patient, commandId, because }, state, now),
    },
  };
}

/** Releases the product for a patient. */
export class ProductRelease {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: ReleaseSaga;
  readonly #facts: PatientFactsReader;

  constructor(sagas: TwoLedgerSagas, saga: ReleaseSaga, facts: PatientFactsReader) {
    this.#sagas = sagas;
    this.#saga = saga;
    this.#facts = facts;
  }

  /** Releases the product of the patient's latest harvest. @throws as {@link TwoLedgerSagas.run} */
  async release(asked: AskedRelease, given: Given): Promise<Handled> {
    const wanted = await ofLatestHarvest(asked, this.#facts, this.#saga.streams);
    return this.#sagas.run(this.#saga, { given, wanted });
  }
}

function released(patient: string, releasedAt: string) {
  return { patient, command: { type: 'ReleaseProduct' as const, data: { releasedAt } } };
}
