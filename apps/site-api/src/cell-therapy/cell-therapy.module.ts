import {
  type AllSagas,
  CellRecording,
  type CommandHandler,
  MicrobiologyAlerts,
  PatientFactsReader,
  type Streams,
  TwoLedgerSagas,
} from '@bali/commands';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, SEALED_HANDLER, STREAMS } from '../ledgers/tokens.js';
import { CellTherapyQueriesController } from './cell-therapy-queries.controller.js';
import { CellTherapyController } from './cell-therapy.controller.js';

/** What the cell therapy unit records and reads. */
@Module({
  controllers: [CellTherapyController, CellTherapyQueriesController],
  providers: [
    {
      provide: CellRecording,
      inject: [SEALED_HANDLER, STREAMS, PatientFactsReader],
      useFactory: (handler: CommandHandler, { cells }: Streams, facts: PatientFactsReader) =>
        new CellRecording({ handler, cells, facts }),
    },
    {
      provide: MicrobiologyAlerts,
      inject: [TwoLedgerSagas, SAGA_ROWS],
      useFactory: (sagas: TwoLedgerSagas, { SterilityRead }: AllSagas) => new MicrobiologyAlerts(sagas, SterilityRead),
    },
  ],
})
export class CellTherapyModule {}
