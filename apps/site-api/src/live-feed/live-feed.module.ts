import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { LiveFeed } from '@bali/queries';
import { Module } from '@nestjs/common';
import { LiveFeedController } from './live-feed.controller.js';

/** The events of the trial ledger as they come. */
@Module({
  controllers: [LiveFeedController],
  providers: [
    {
      provide: LiveFeed,
      inject: [TRIAL_LEDGER, ProjectionRunner],
      useFactory: (trialLedger: EventStore, runner: ProjectionRunner) => new LiveFeed(trialLedger, runner),
    },
  ],
})
export class LiveFeedModule {}
