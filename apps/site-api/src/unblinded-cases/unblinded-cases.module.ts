import {
  type CommandHandler,
  HandedOverCases,
  SealedReadings,
  SealedTexts,
  type Streams,
  UnblindedCases,
} from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { Module } from '@nestjs/common';
import { SEALED_HANDLER, STREAMS } from '../ledgers/tokens.js';
import { UnblindedCasesController } from './unblinded-cases.controller.js';

/** Cases that were handed over for a report, for those who may know what was given. */
@Module({
  controllers: [UnblindedCasesController],
  providers: [
    {
      provide: UnblindedCases,
      inject: [SEALED_HANDLER, STREAMS, SealedReadings, SealedTexts, TRIAL_LEDGER],
      useFactory: (
        handler: CommandHandler,
        streams: Streams,
        readings: SealedReadings,
        texts: SealedTexts,
        trialLedger: EventStore,
      ) => {
        const handedOver = new HandedOverCases(trialLedger);
        return new UnblindedCases({ handler, streams, readings, texts, handedOver });
      },
    },
  ],
})
export class UnblindedCasesModule {}
