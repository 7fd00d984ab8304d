import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER, type TransparencyLogs } from '@bali/installation';
import { Receipts } from '@bali/queries';
import { Module } from '@nestjs/common';
import { TRANSPARENCY_LOGS } from '../ledgers/tokens.js';
import { ReceiptsController } from './receipts.controller.js';

/** What a site keeps of each record that it enters. */
@Module({
  controllers: [ReceiptsController],
  providers: [
    {
      provide: Receipts,
      inject: [TRIAL_LEDGER, TRANSPARENCY_LOGS],
      useFactory: (trialLedger: EventStore, { logs }: TransparencyLogs) => new Receipts(trialLedger, logs.trial),
    },
  ],
})
export class ReceiptsModule {}
