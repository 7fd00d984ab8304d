import type { Streams } from '@bali/commands';
import { ProjectionRunner, VerifiedState } from '@bali/projections';
import { TrialOverview } from '@bali/queries';
import { Module } from '@nestjs/common';
import { TrialCommandsController } from '../commands/command-controllers.js';
import { STREAMS } from '../ledgers/tokens.js';
import { TrialOverviewController } from './trial-overview.controller.js';

/** The trial as a whole, and its sites. */
@Module({
  controllers: [TrialCommandsController, TrialOverviewController],
  providers: [
    {
      provide: TrialOverview,
      inject: [STREAMS, ProjectionRunner, VerifiedState],
      useFactory: ({ trials }: Streams, runner: ProjectionRunner, state: VerifiedState) =>
        new TrialOverview(trials, runner, state),
    },
  ],
})
export class TrialModule {}
