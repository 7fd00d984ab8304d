import { type Clock, DisclosureLog } from '@bali/commands';
import { CLOCK, LEDGER_STORES, type LedgerStores } from '@bali/installation';
import { WitnessedHeads } from '@bali/log';
import { FreeTexts, type LedgerLogs, TrailReviews } from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { type ReviewThresholds, reviewThresholds } from '@bali/trail-review';
import type { WitnessPolicy } from '@bali/witness';
import { type DynamicModule, Module } from '@nestjs/common';
import { LEDGER_LOGS } from '../following.module.js';
import { TrailReviewController } from './trail-review.controller.js';

/** The computed checks of the audit trail, and their reviews. */
@Module({})
export class TrailReviewModule {
  /**
   * @param thresholds those that are set; the others have their defaults.
   * @param witnesses those who cosign the trial ledger. Default: nobody does.
   */
  static of(thresholds: Partial<ReviewThresholds> = {}, witnesses?: WitnessPolicy): DynamicModule {
    return {
      module: TrailReviewModule,
      imports: [SharedRoutesModule],
      controllers: [TrailReviewController],
      providers: [
        {
          provide: TrailReviews,
          inject: [LEDGER_STORES, LEDGER_LOGS, DisclosureLog, FreeTexts, CLOCK],
          useFactory: (
            { trial: trialLedger, access: accessLedger }: LedgerStores,
            logs: LedgerLogs,
            disclosures: DisclosureLog,
            texts: FreeTexts,
            now: Clock,
          ) => {
            const sources = { trialLedger, accessLedger, logs, disclosures, texts, now };
            const asksForSome = witnesses?.asksForNobody === false;
            const witnessed = asksForSome ? new WitnessedHeads(logs.trial.reader, witnesses) : undefined;
            return new TrailReviews({
              ...sources,
              ...(witnessed && { witnessed }),
              thresholds: reviewThresholds(thresholds),
            });
          },
        },
      ],
    };
  }
}
