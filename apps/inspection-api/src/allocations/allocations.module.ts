import { Allocations, DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { DATA_DIRECTORY, type DataDirectory, LEDGER_STORES, OpenedResources, TRIAL_LEDGER } from '@bali/installation';
import { VerifiedState } from '@bali/projections';
import { SharedRoutesModule, StatisticsByArmController, UNIT_MATERIALS } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { allocationsOfTrial } from './allocations-of-trial.js';

/** The arms once the trial is unblinded, and the report by arm. */
@Module({
  imports: [SharedRoutesModule],
  controllers: [StatisticsByArmController],
  providers: [
    UNIT_MATERIALS,
    {
      provide: VerifiedState,
      inject: [OpenedResources, TRIAL_LEDGER, DATA_DIRECTORY],
      useFactory: (opened: OpenedResources, store: EventStore, { path: directory }: DataDirectory) =>
        opened.open(() => new VerifiedState({ store, directory })),
    },
    {
      provide: Allocations,
      inject: [LEDGER_STORES, DATA_DIRECTORY, VerifiedState, DisclosureLog],
      useFactory: allocationsOfTrial,
    },
  ],
  exports: [Allocations],
})
export class AllocationsModule {}
