import { SEALED_STREAM } from '@bali/blinding';
import {
  type AnnulCellEntries,
  type CellTherapyCommand,
  type CellTherapyState,
  type CorrectCellData,
  decideCellAnnulment,
  decideCellCorrection,
  decideCellTherapy,
} from '@bali/cell-therapy';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { PatientFactsReader } from './patient-facts.js';

export type AnyCellCommand = CellTherapyCommand | CorrectCellData | AnnulCellEntries;

export interface CellRecordingOptions {
  /** Of the sealed ledger. */
  readonly handler: CommandHandler;
  readonly cells: StreamLoader<CellTherapyState>;
  readonly facts: PatientFactsReader;
}

/** Takes what the unit records to the sealed ledger. */
export class CellRecording {
  readonly #options: CellRecordingOptions;

  constructor(options: CellRecordingOptions) {
    this.#options = options;
  }

  /** @param given with texts that are sealed. @throws as {@link CommandHandler.handle} */
  record(command: AnyCellCommand, given: Given): Promise<Handled> {
    const { handler, cells: streams, facts } = this.#options;
    return handler.handle({
      ...given,
      streams,
      stream: () => SEALED_STREAM,
      decide: async (state, context) => {
        const known = { ...context, facts: await facts.of(command.patient) };
        if (command.type === 'CorrectCellData') return decideCellCorrection(command, state, known);
        if (command.type === 'AnnulCellEntries') return decideCellAnnulment(command, state, known);
        return decideCellTherapy(command, state, known);
      },
    });
  }
}
