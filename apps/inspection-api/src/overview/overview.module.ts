import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, StateAsOf, TrialStateQueries } from '@bali/projections';
import { Overviews } from '@bali/queries';
import { Module } from '@nestjs/common';
import { OverviewController } from './overview.controller.js';

@Module({
  controllers: [OverviewController],
  providers: [
    {
      provide: Overviews,
      inject: [TRIAL_LEDGER, ProjectionRunner, TrialStateQueries, StateAsOf],
      useFactory: (ledger: EventStore, runner: ProjectionRunner, state: TrialStateQueries, asOf: StateAsOf) =>
        new Overviews(ledger, runner, state, asOf),
    },
  ],
})
export class OverviewModule {}
