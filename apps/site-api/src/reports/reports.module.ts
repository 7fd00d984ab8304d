import type { Clock, Streams } from '@bali/commands';
import { CLOCK } from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { Reports } from '@bali/queries';
import { Module } from '@nestjs/common';
import { STREAMS } from '../ledgers/tokens.js';
import { ReportsController } from './reports.controller.js';

/** The flow of patients and the endpoint, pooled over both arms. */
@Module({
  controllers: [ReportsController],
  providers: [
    {
      provide: Reports,
      inject: [STREAMS, ProjectionRunner, TrialStateQueries, CLOCK],
      useFactory: ({ trials }: Streams, runner: ProjectionRunner, queries: TrialStateQueries, now: Clock) =>
        new Reports(trials, runner, queries, now),
    },
  ],
})
export class ReportsModule {}
