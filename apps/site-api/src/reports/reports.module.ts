import type { Clock } from '@bali/commands';
import { CLOCK } from '@bali/installation';
import { ProjectionRunner, VerifiedState } from '@bali/projections';
import { Reports } from '@bali/queries';
import { Module } from '@nestjs/common';
import { ReportsController } from './reports.controller.js';

/** The flow of patients and the endpoint, pooled over both arms. */
@Module({
  controllers: [ReportsController],
  providers: [
    {
      provide: Reports,
      inject: [ProjectionRunner, VerifiedState, CLOCK],
      useFactory: (runner: ProjectionRunner, state: VerifiedState, now: Clock) => new Reports(runner, state, now),
    },
  ],
})
export class ReportsModule {}
