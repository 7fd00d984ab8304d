import {
  type AnnulUnitEntries,
  type CellTherapyData,
  type CellTherapyState,
  decideUnitAnnulment,
  decideUnitAnnulmentGiveUp,
} from '@bali/cell-therapy';
import { patientStream } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import type { Streams } from '../streams.js';

interface Wanted extends AnnulUnitEntries {
  readonly commandId: string;
  /** The release that is among them, if one is: its annulment stands under a signature. */
  readonly release?: string;
}
export type UnitAnnulmentSaga = Saga<Wanted, CellTherapyState, CellTherapyData<'UnitEntriesAnnulled'>>;

/** The unit annuls what it recorded in both ledgers, here with the reason; the trial ledger has one cause for all. */
export function unitAnnulmentSaga(streams: StreamLoader<CellTherapyState>): UnitAnnulmentSaga {
  return {
    begins: 'UnitEntriesAnnulled',
    streams,
    isOneForAll: false,
    tellsReason: false,
    cause: 'other',
    isFor: ({ request }, { commandId }) => request.commandId === commandId,
    expects: annulled,
    signs: ({ patient, release = '' }) => ({
      event: {
        type: 'EntryAnnulled',
        data: { annulledEvent: release, annulledType: 'ProductReleased', wasSigned: release !== '' },
      },
      stream: patientStream(patient),
    }),
    part: () => 'annul-entries',
    begin: (wanted, _, context) => decideUnitAnnulment(wanted, context),
    finish: annulled,
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-annulment ${commandId}`,
      decide: ({ patient, request: { commandId } }, because, state, { now }) =>
        decideUnitAnnulmentGiveUp({ patient, commandId, because }, state, now),
    },
  };
}

/** Annuls in both ledgers what the unit recorded in both: a release, its withdrawal, an alert. */
export class UnitAnnulment {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: UnitAnnulmentSaga;
  readonly #streams: Pick<Streams, 'patients'>;

  constructor(sagas: TwoLedgerSagas, saga: UnitAnnulmentSaga, streams: Pick<Streams, 'patients'>) {
    this.#sagas = sagas;
    this.#saga = saga;
    this.#streams = streams;
  }

  /** @param given with texts that are sealed. @throws as {@link TwoLedgerSagas.run} */
  async annul({ patient, entries }: AnnulUnitEntries, given: Given): Promise<Handled> {
    const { state } = await this.#streams.patients.load(patientStream(patient));
    const release = state.entries.find(({ id, type }) => type === 'ProductReleased' && entries.includes(id))?.id;
    const { commandId } = given.envelope;
    const wanted = { patient, entries, commandId, ...(release === undefined ? {} : { release }) };
    return this.#sagas.run(this.#saga, { given, wanted });
  }
}

function annulled({ patient, entries }: AnnulUnitEntries) {
  return { patient, command: { type: 'AnnulUnitEntries' as const, data: { entries } } };
}
