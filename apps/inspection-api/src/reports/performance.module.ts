import type { Clock } from '@bali/commands';
import { CLOCK } from '@bali/installation';
import { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { SitePerformanceReport } from '@bali/queries';
import { Module } from '@nestjs/common';
import { SitePerformanceController } from './performance.controller.js';

@Module({
  controllers: [SitePerformanceController],
  providers: [
    {
      provide: SitePerformanceReport,
      inject: [ProjectionRunner, TrialStateQueries, CLOCK],
      useFactory: (runner: ProjectionRunner, state: TrialStateQueries, now: Clock) =>
        new SitePerformanceReport(runner, state, now),
    },
  ],
})
export class SitePerformanceModule {}
