import {
  type AllSagas,
  type Clock,
  DisclosureLog,
  ListDrawing,
  Randomization,
  SealedCards,
  SealedCommands,
  type Streams,
  TwoLedgerSagas,
} from '@bali/commands';
import { AMBIENT, type Ambient, CLOCK } from '@bali/installation';
import { CardViews } from '@bali/queries';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, STREAMS } from '../ledgers/tokens.js';
import { CardsController } from './cards.controller.js';
import { ListController } from './list.controller.js';

/** The randomization list, and the slots that are taken from it. */
@Module({
  controllers: [ListController, CardsController],
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
    {
      provide: SealedCards,
      inject: [SealedCommands, DisclosureLog],
      useFactory: (sealed: SealedCommands, disclosures: DisclosureLog) => new SealedCards({ sealed, disclosures }),
    },
    {
      provide: CardViews,
      inject: [STREAMS, CLOCK],
      useFactory: ({ trials, patients }: Streams, now: Clock) => new CardViews({ trials, patients, now }),
    },
  ],
  exports: [Randomization],
})
export class RandomizationModule {}
