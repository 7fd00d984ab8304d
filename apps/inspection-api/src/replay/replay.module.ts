import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { ProjectionRunner, StateAsOf } from '@bali/projections';
import { FreeTexts, TrialReplay } from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { ReplayController } from './replay.controller.js';

@Module({
  imports: [SharedRoutesModule],
  controllers: [ReplayController],
  providers: [
    {
      provide: TrialReplay,
      inject: [TRIAL_LEDGER, ProjectionRunner, StateAsOf, FreeTexts],
      useFactory: (trialLedger: EventStore, runner: ProjectionRunner, asOf: StateAsOf, texts: FreeTexts) =>
        new TrialReplay(trialLedger, runner, asOf, texts),
    },
  ],
})
export class ReplayModule {}
