import {
  type AllSagas,
  PatientFactsReader,
  SealedReadings,
  SealedTexts,
  type Streams,
  TwoLedgerSagas,
  UnitDeviations,
} from '@bali/commands';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, STREAMS } from '../ledgers/tokens.js';
import { UnitDeviationsController } from './unit-deviations.controller.js';

/** What deviated in the cell therapy unit, and how it is judged. */
@Module({
  controllers: [UnitDeviationsController],
  providers: [
    {
      provide: UnitDeviations,
      inject: [STREAMS, PatientFactsReader, SealedReadings, SealedTexts, TwoLedgerSagas, SAGA_ROWS],
      useFactory: (
        streams: Streams,
        facts: PatientFactsReader,
        readings: SealedReadings,
        texts: SealedTexts,
        sagas: TwoLedgerSagas,
        { DeviationsJudgementMade: saga }: AllSagas,
      ) => new UnitDeviations({ streams, facts, readings, texts, sagas, saga }),
    },
  ],
})
export class UnitDeviationsModule {}
