import { type Clock, DisclosureLog, type Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  CLOCK,
  DATA_DIRECTORY,
  type DataDirectory,
  installationKeysOf,
  LEDGER_STORES,
  OPERATOR_LOG,
  OpenedResources,
  type OperatorLog,
  SOFTWARE,
  TRIAL_LEDGER,
} from '@bali/installation';
import { VerifiedState } from '@bali/projections';
import { ExportJobs } from '@bali/queries';
import { type DynamicModule, Module } from '@nestjs/common';
import { allocationsToExport } from './allocations-to-export.js';
import { DataExportsController } from './data-exports.controller.js';

/** The token of the arms that an export may show: `Pick<Allocations, 'ofTrial'>`. */
const ALLOCATIONS_TO_EXPORT = Symbol('allocations to export');

@Module({})
export class DataExportsModule {
  /** @param kept how many exports of each person are kept to be fetched. */
  static of(kept: number): DynamicModule {
    return {
      module: DataExportsModule,
      controllers: [DataExportsController],
      providers: [
        {
          provide: VerifiedState,
          inject: [OpenedResources, TRIAL_LEDGER, DATA_DIRECTORY],
          useFactory: (opened: OpenedResources, store: EventStore, { path: directory }: DataDirectory) =>
            opened.open(() => new VerifiedState({ store, directory })),
        },
        {
          provide: ALLOCATIONS_TO_EXPORT,
          inject: [LEDGER_STORES, DATA_DIRECTORY, VerifiedState, DisclosureLog],
          useFactory: allocationsToExport,
        },
        {
          provide: ExportJobs,
          inject: [
            ...[OpenedResources, TRIAL_LEDGER, DATA_DIRECTORY, DisclosureLog, ALLOCATIONS_TO_EXPORT],
            ...[SOFTWARE, CLOCK, OPERATOR_LOG],
          ],
          useFactory: async (
            opened: OpenedResources,
            trialLedger: EventStore,
            data: DataDirectory,
            disclosures: DisclosureLog,
            allocations: ReturnType<typeof allocationsToExport>,
            software: Software,
            now: Clock,
            log: OperatorLog,
          ) => {
            const files = { directory: data.exports, keys: await installationKeysOf(data), kept };
            const about = { trialLedger, disclosures, allocations, software, now, log };
            return opened.open(() => new ExportJobs({ ...files, ...about }));
          },
        },
      ],
    };
  }
}
