import {
  type CellTherapyCommand,
  type CellTherapyData,
  type CellTherapyState,
  decideAlertGiveUp,
  decideCellTherapy,
} from '@bali/cell-therapy';
import type { PendingRequest } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import type { PatientFactsReader } from './patient-facts.js';

type Reading = Extract<CellTherapyCommand, { type: 'ReadSterility' }>;
/** A reading, and the command that reads: each reading raises an alert of its own. */
interface Wanted {
  readonly command: Reading;
  readonly commandId: string;
}
type Read = CellTherapyData<'SterilityRead'> & { readonly request: PendingRequest };
type Growth = Pick<Read, 'readOn' | 'identifiedAs' | 'susceptibilities'>;
export type AlertSaga = Saga<Wanted, CellTherapyState, Read>;

/** What has grown where is said in the sealed ledger; the trial ledger gets what it is, and the same alert in either arm. */
export function alertSaga(streams: StreamLoader<CellTherapyState>, facts: PatientFactsReader): AlertSaga {
  return {
    begins: 'SterilityRead',
    streams,
    isOneForAll: false,
    tellsReason: false,
    isFor: ({ request }, { commandId }) => request.commandId === commandId,
    expects: ({ command: { patient, data } }) => raised(patient, data),
    part: () => 'read-sterility',
    begin: async ({ command: { patient, data, type } }, state, { request, ...context }) => {
      const known = { ...context, facts: await facts.of(patient) };
      return decideCellTherapy({ type, patient, data: { ...data, request } }, state, known);
    },
    finish: (read) => raised(read.patient, read),
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-alert ${commandId}`,
      decide: ({ patient, request: { commandId } }, because, state, { now }) =>
        decideAlertGiveUp({ patient, commandId, because }, state, now),
    },
  };
}

/** Records what has grown, and has it told to the site. */
export class MicrobiologyAlerts {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: AlertSaga;

  constructor(sagas: TwoLedgerSagas, saga: AlertSaga) {
    this.#sagas = sagas;
    this.#saga = saga;
  }

  /** @throws as {@link TwoLedgerSagas.run} */
  raise(command: Reading, given: Given): Promise<Handled> {
    return this.#sagas.run(this.#saga, { given, wanted: { command, commandId: given.envelope.commandId } });
  }
}

/**
 * Neither the container nor how many of them: what the site has to know is the same wherever it grew. What was begun by a version of this
 * software that had a line in place of the code is told as not identified yet.
 */
function raised(patient: string, { readOn, identifiedAs = 'not-identified-yet', susceptibilities }: Growth) {
  const known = { readOn, identifiedAs, ...(susceptibilities === undefined ? {} : { susceptibilities }) };
  return { patient, command: { type: 'RaiseMicrobiologyAlert' as const, data: known } };
}
