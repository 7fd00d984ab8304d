import { type AllSagas, ProductRelease, TwoLedgerSagas } from '@bali/commands';
import { Module } from '@nestjs/common';
import { SAGA_ROWS } from '../ledgers/tokens.js';
import { TreatmentController } from './treatment.controller.js';

/** The day of the harvest, as the trial ledger has it. */
@Module({
  controllers: [TreatmentController],
  providers: [
    {
      provide: ProductRelease,
      inject: [TwoLedgerSagas, SAGA_ROWS],
      useFactory: (sagas: TwoLedgerSagas, { ProductReleasedFromUnit }: AllSagas) =>
        new ProductRelease(sagas, ProductReleasedFromUnit),
    },
  ],
})
export class TreatmentModule {}
