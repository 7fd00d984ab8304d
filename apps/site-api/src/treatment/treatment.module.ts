import {
  type AllSagas,
  PatientFactsReader,
  ProductRelease,
  ReleaseCorrection,
  ReleaseWithdrawal,
  TwoLedgerSagas,
} from '@bali/commands';
import { Module } from '@nestjs/common';
import { SAGA_ROWS } from '../ledgers/tokens.js';
import { TreatmentController } from './treatment.controller.js';

/** The day of the harvest, as the trial ledger has it. */
@Module({
  controllers: [TreatmentController],
  providers: [
    {
      provide: ProductRelease,
      inject: [TwoLedgerSagas, SAGA_ROWS, PatientFactsReader],
      useFactory: (sagas: TwoLedgerSagas, { ProductReleasedFromUnit }: AllSagas, facts: PatientFactsReader) =>
        new ProductRelease(sagas, ProductReleasedFromUnit, facts),
    },
    {
      provide: ReleaseWithdrawal,
      inject: [TwoLedgerSagas, SAGA_ROWS, PatientFactsReader],
      useFactory: (sagas: TwoLedgerSagas, { ReleaseWithdrawnByUnit }: AllSagas, facts: PatientFactsReader) =>
        new ReleaseWithdrawal(sagas, ReleaseWithdrawnByUnit, facts),
    },
    {
      provide: ReleaseCorrection,
      inject: [TwoLedgerSagas, SAGA_ROWS, PatientFactsReader],
      useFactory: (sagas: TwoLedgerSagas, { ReleaseMomentCorrected }: AllSagas, facts: PatientFactsReader) =>
        new ReleaseCorrection(sagas, ReleaseMomentCorrected, facts),
    },
  ],
})
export class TreatmentModule {}
