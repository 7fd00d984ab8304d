import type { Clock } from '@bali/commands';
import { CLOCK } from '@bali/installation';
import { ProjectionRunner, VerifiedState } from '@bali/projections';
import { Reports } from '@bali/queries';
import { SharedRoutesModule, StatisticsByArmController, UNIT_MATERIALS } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { UnblindingModule } from '../unblinding/unblinding.module.js';
import { ReportsController } from './reports.controller.js';

/** The flow of patients and the endpoint, pooled over both arms, and by arm once the trial is unblinded. */
@Module({
  imports: [SharedRoutesModule, UnblindingModule],
  controllers: [ReportsController, StatisticsByArmController],
  providers: [
    UNIT_MATERIALS,
    {
      provide: Reports,
      inject: [ProjectionRunner, VerifiedState, CLOCK],
      useFactory: (runner: ProjectionRunner, state: VerifiedState, now: Clock) => new Reports(runner, state, now),
    },
  ],
})
export class ReportsModule {}
