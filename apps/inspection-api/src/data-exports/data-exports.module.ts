import { Allocations, type Clock, DisclosureLog, type Software } from '@bali/commands';
import {
  CLOCK,
  DATA_DIRECTORY,
  type DataDirectory,
  installationKeysOf,
  LEDGER_STORES,
  type LedgerStores,
  OPERATOR_LOG,
  OpenedResources,
  type OperatorLog,
  SOFTWARE,
} from '@bali/installation';
import { ExportJobs, UnitMaterials } from '@bali/queries';
import { type DynamicModule, Module } from '@nestjs/common';
import { AllocationsModule } from '../allocations/allocations.module.js';
import { DataExportsController } from './data-exports.controller.js';

@Module({})
export class DataExportsModule {
  /** @param kept how many exports of each person are kept to be fetched. */
  static of(kept: number): DynamicModule {
    return {
      module: DataExportsModule,
      imports: [AllocationsModule],
      controllers: [DataExportsController],
      providers: [
        {
          provide: ExportJobs,
          inject: [
            ...[OpenedResources, LEDGER_STORES, DATA_DIRECTORY, DisclosureLog, Allocations],
            ...[SOFTWARE, CLOCK, OPERATOR_LOG],
          ],
          useFactory: async (
            opened: OpenedResources,
            { trial: trialLedger, sealed: sealedLedger }: LedgerStores,
            data: DataDirectory,
            disclosures: DisclosureLog,
            allocations: Allocations,
            software: Software,
            now: Clock,
            log: OperatorLog,
          ) => {
            const files = { directory: data.exports, keys: await installationKeysOf(data), kept };
            const materials = new UnitMaterials({ sealedLedger, sealingKeys: data.sealingKeys, disclosures });
            const about = { trialLedger, disclosures, allocations, materials, software, now, log };
            return opened.open(() => new ExportJobs({ ...files, ...about }));
          },
        },
      ],
    };
  }
}
