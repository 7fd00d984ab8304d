import {
  cellsOf,
  type CellTherapyCommand,
  type CellTherapyData,
  type CellTherapyState,
  decideCellTherapy,
  decideWithdrawalGiveUp,
  entriesOf,
  withdrawalFromUnit,
} from '@bali/cell-therapy';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import { type OfLatestHarvest, ofLatestHarvest } from './of-latest-harvest.js';
import type { PatientFactsReader } from './patient-facts.js';

type FromUnit = Extract<CellTherapyCommand, { type: 'WithdrawReleaseFromUnit' }>;
/** Whose release is withdrawn, when, and why. */
type AskedWithdrawal = Pick<FromUnit, 'patient'> & { readonly data: Omit<FromUnit['data'], 'request' | 'harvest'> };
type WantedWithdrawal = OfLatestHarvest<AskedWithdrawal>;
export type WithdrawalSaga = Saga<WantedWithdrawal, CellTherapyState, CellTherapyData<'ReleaseWithdrawnByUnit'>>;

/** The unit says what was found in the sealed ledger; the trial ledger has the same entry for every patient. */
export function withdrawalSaga(streams: StreamLoader<CellTherapyState>, facts: PatientFactsReader): WithdrawalSaga {
  return {
    begins: 'ReleaseWithdrawnByUnit',
    streams,
    isOneForAll: false,
    tellsReason: false,
    isFor: ({ patient, harvest, request: { commandId } }, wanted) =>
      patient === wanted.patient && harvest === wanted.harvest && !wanted.annulled.has(commandId),
    expects: ({ patient, data: { withdrawnAt } }) => withdrawn(patient, withdrawnAt),
    // A command that is repeated after its withdrawal was given up begins another.
    part: ({ patient }, state) => {
      return `withdraw-release ${entriesOf(cellsOf(state, patient), 'ReleaseWithdrawalGivenUp').length}`;
    },
    begin: async ({ patient, harvest, data }, state, { request, ...context }) => {
      if (withdrawalFromUnit(state, patient)?.data.harvest === harvest) return { events: [] };
      const command: FromUnit = { type: 'WithdrawReleaseFromUnit', patient, data: { ...data, harvest, request } };
      return decideCellTherapy(command, state, { ...context, facts: await facts.of(patient) });
    },
    finish: ({ patient, withdrawnAt }) => withdrawn(patient, withdrawnAt),
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-withdrawal ${commandId}`,
      decide: ({ patient, request: { commandId } }, because, state, { now }) =>
        decideWithdrawalGiveUp({ patient, commandId, because }, state, now),
    },
  };
}

/** Withdraws the release of a patient's product. */
export class ReleaseWithdrawal {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: WithdrawalSaga;
  readonly #facts: PatientFactsReader;

  constructor(sagas: TwoLedgerSagas, saga: WithdrawalSaga, facts: PatientFactsReader) {
    this.#sagas = sagas;
    this.#saga = saga;
    this.#facts = facts;
  }

  /** Withdraws the release of the product of the patient's latest harvest. @throws as {@link TwoLedgerSagas.run} */
  async withdraw(asked: AskedWithdrawal, given: Given): Promise<Handled> {
    const wanted = await ofLatestHarvest(asked, this.#facts, this.#saga.streams);
    return this.#sagas.run(this.#saga, { given, wanted });
  }
}

function withdrawn(patient: string, withdrawnAt: string) {
  return { patient, command: { type: 'WithdrawRelease' as const, data: { withdrawnAt } } };
}
