import type { SealingKeys } from '@bali/blinding';
import { type CommandHandler, HandedOverCases, SealedReadings, type Streams, UnblindedCases } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { SEALED_LEDGER, TRIAL_LEDGER } from '@bali/installation';
import { Module } from '@nestjs/common';
import { SEALED_HANDLER, SEALING_KEYS, STREAMS } from '../ledgers/tokens.js';
import { UnblindedCasesController } from './unblinded-cases.controller.js';

/** Cases that were handed over for a report, for those who may know what was given. */
@Module({
  controllers: [UnblindedCasesController],
  providers: [
    {
      provide: UnblindedCases,
      inject: [SEALED_HANDLER, STREAMS, SealedReadings, SEALED_LEDGER, SEALING_KEYS, TRIAL_LEDGER],
      useFactory: (
        handler: CommandHandler,
        streams: Streams,
        readings: SealedReadings,
        sealedLedger: EventStore,
        sealingKeys: SealingKeys,
        trialLedger: EventStore,
      ) => {
        const handedOver = new HandedOverCases(trialLedger);
        return new UnblindedCases({ handler, streams, readings, sealedLedger, sealingKeys, handedOver });
      },
    },
  ],
})
export class UnblindedCasesModule {}
