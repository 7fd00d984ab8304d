import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { type LedgerLogs, Receipts, type SignTrialLedger } from '@bali/queries';
import { type DynamicModule, Module } from '@nestjs/common';
import { LEDGER_LOGS } from '../following.module.js';
import { ReceiptsController } from './receipts.controller.js';

/** What a site keeps of each record that it entered, on the pages. */
@Module({})
export class ReceiptsModule {
  /** @param sign signs the trial ledger, where this process can. */
  static of(sign?: SignTrialLedger): DynamicModule {
    return {
      module: ReceiptsModule,
      controllers: [ReceiptsController],
      providers: [
        {
          provide: Receipts,
          inject: [TRIAL_LEDGER, LEDGER_LOGS],
          useFactory: (trialLedger: EventStore, { trial }: LedgerLogs) => new Receipts(trialLedger, trial, sign),
        },
      ],
    };
  }
}
