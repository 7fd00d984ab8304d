import type { EventStore } from '@bali/event-store';
import type { Clock } from '@bali/commands';
import { CLOCK, TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { LiveFeed, SafetyReminders } from '@bali/queries';
import { Module } from '@nestjs/common';
import { OpenRecordsModule } from '../open-records/open-records.module.js';
import { LiveFeedController } from './live-feed.controller.js';

/** The events of the trial ledger as they come. */
@Module({
  imports: [OpenRecordsModule],
  controllers: [LiveFeedController],
  providers: [
    {
      provide: LiveFeed,
      inject: [TRIAL_LEDGER, ProjectionRunner],
      useFactory: (trialLedger: EventStore, runner: ProjectionRunner) => new LiveFeed(trialLedger, runner),
    },
    {
      provide: SafetyReminders,
      inject: [TrialStateQueries, CLOCK],
      useFactory: (state: TrialStateQueries, now: Clock) => new SafetyReminders(state, now),
    },
  ],
})
export class LiveFeedModule {}
