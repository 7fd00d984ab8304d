import { type AllSagas, type Streams, TwoLedgerSagas, UnitAnnulment } from '@bali/commands';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, STREAMS } from '../ledgers/tokens.js';
import { AnnulmentsController } from './annulments.controller.js';

/** Annulments of what was entered for the wrong patient, twice, or did not happen. */
@Module({
  controllers: [AnnulmentsController],
  providers: [
    {
      provide: UnitAnnulment,
      inject: [TwoLedgerSagas, SAGA_ROWS, STREAMS],
      useFactory: (sagas: TwoLedgerSagas, { UnitEntriesAnnulled }: AllSagas, streams: Streams) =>
        new UnitAnnulment(sagas, UnitEntriesAnnulled, streams),
    },
  ],
})
export class AnnulmentsModule {}
