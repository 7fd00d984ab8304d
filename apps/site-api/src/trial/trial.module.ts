import type { Streams } from '@bali/commands';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
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
      inject: [STREAMS, ProjectionRunner, TrialStateQueries],
      useFactory: ({ trials }: Streams, runner: ProjectionRunner, queries: TrialStateQueries) =>
        new TrialOverview(trials, runner, queries),
    },
  ],
})
export class TrialModule {}
