import { type AllSagas, ListDrawing, Randomization, type Streams, TwoLedgerSagas } from '@bali/commands';
import { AMBIENT, type Ambient } from '@bali/installation';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, STREAMS } from '../ledgers/tokens.js';
import { ListController } from './list.controller.js';

/** The randomization list, and the slots that are taken from it. */
@Module({
  controllers: [ListController],
  providers: [
    {
      provide: ListDrawing,
      inject: [TwoLedgerSagas, SAGA_ROWS, AMBIENT],
      useFactory: (sagas: TwoLedgerSagas, rows: AllSagas, { randomBytes }: Ambient) =>
        new ListDrawing(sagas, rows.RandomizationListDrawn, randomBytes),
    },
    {
      provide: Randomization,
      inject: [TwoLedgerSagas, SAGA_ROWS, STREAMS],
      useFactory: (sagas: TwoLedgerSagas, { SlotTaken }: AllSagas, { patients }: Streams) =>
        new Randomization(sagas, SlotTaken, patients),
    },
  ],
  exports: [Randomization],
})
export class RandomizationModule {}
