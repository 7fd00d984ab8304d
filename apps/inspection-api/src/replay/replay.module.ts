import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, StateAsOf } from '@bali/projections';
import { TrialReplay } from '@bali/queries';
import { Module } from '@nestjs/common';
import { ReplayController } from './replay.controller.js';

@Module({
  controllers: [ReplayController],
  providers: [
    {
      provide: TrialReplay,
      inject: [TRIAL_LEDGER, ProjectionRunner, StateAsOf],
      useFactory: (trialLedger: EventStore, runner: ProjectionRunner, asOf: StateAsOf) =>
        new TrialReplay(trialLedger, runner, asOf),
    },
  ],
})
export class ReplayModule {}
