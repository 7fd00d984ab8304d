import { Allocations, type Clock, DisclosureLog, SealedCommands, SealedReadings, type Streams } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { Accounts } from '@bali/identity';
import { Metrics } from '@bali/http';
import {
  CLOCK,
  DATA_DIRECTORY,
  type DataDirectory,
  LEDGER_STORES,
  type LedgerStores,
  OpenedResources,
  OPERATOR_LOG,
  type OperatorLog,
  TRIAL_LEDGER,
  watchOpenings,
} from '@bali/installation';
import { ProjectionRunner, TrialStateQueries, VerifiedState } from '@bali/projections';
import { ArmReadings, EmergencyOpenings, PatientIdentification, UnblindingRegister } from '@bali/queries';
import { UnblindingRegisterController } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { STREAMS } from '../ledgers/tokens.js';
import { UnblindingQueriesController } from './unblinding-queries.controller.js';
import { UnblindingController } from './unblinding.controller.js';

/** Has arms disclosed, and says who knows. */
@Module({
  controllers: [UnblindingController, UnblindingQueriesController, UnblindingRegisterController],
  providers: [
    {
      provide: Allocations,
      inject: [SealedCommands, STREAMS, VerifiedState, DisclosureLog, SealedReadings],
      useFactory: (
        sealed: SealedCommands,
        streams: Streams,
        state: VerifiedState,
        disclosures: DisclosureLog,
        readings: SealedReadings,
      ) => new Allocations({ sealed, streams, state, disclosures, readings }),
    },
    {
      provide: ArmReadings,
      inject: [LEDGER_STORES, DATA_DIRECTORY, DisclosureLog, SealedReadings, TrialStateQueries],
      useFactory: (
        { sealed: sealedLedger }: LedgerStores,
        { sealingKeys }: DataDirectory,
        disclosures: DisclosureLog,
        readings: SealedReadings,
        state: TrialStateQueries,
      ) =>
        new ArmReadings({
          ...{ disclosures, sealedLedger, sealingKeys, state },
          note: (asker, patient) => readings.record(asker, { what: 'arm-readings', patient }),
        }),
    },
    {
      provide: EmergencyOpenings,
      inject: [OpenedResources, Metrics, OPERATOR_LOG, TRIAL_LEDGER, ProjectionRunner, CLOCK],
      useFactory: (
        opened: OpenedResources,
        { registry }: Metrics,
        log: OperatorLog,
        trialLedger: EventStore,
        runner: ProjectionRunner,
        now: Clock,
      ) =>
        opened.open(() => {
          const openings = new EmergencyOpenings({ trialLedger, runner, now, log });
          openings.start();
          watchOpenings(registry, openings);
          return openings;
        }),
    },
    {
      provide: PatientIdentification,
      inject: [TRIAL_LEDGER, STREAMS],
      useFactory: (trialLedger: EventStore, { trials, patients }: Streams) =>
        new PatientIdentification({ trialLedger, trials, patients }),
    },
    {
      provide: UnblindingRegister,
      inject: [TRIAL_LEDGER, ProjectionRunner, STREAMS, Accounts, DisclosureLog, CLOCK],
      useFactory: (
        trialLedger: EventStore,
        runner: ProjectionRunner,
        { patients }: Streams,
        accounts: Accounts,
        disclosures: DisclosureLog,
        now: Clock,
      ) => new UnblindingRegister({ trialLedger, runner, patients, accounts, disclosures, now }),
    },
  ],
  exports: [Allocations],
})
export class UnblindingModule {}
