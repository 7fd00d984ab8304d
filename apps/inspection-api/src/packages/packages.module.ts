import { type Clock, DisclosureLog, type Software } from '@bali/commands';
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
import {
  KnownOfTexts,
  type LedgerLogs,
  PackageJobs,
  PackageSources,
  type SignTrialLedger,
  TextAlarm,
} from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { type DynamicModule, Module } from '@nestjs/common';
import { LEDGER_LOGS } from '../following.module.js';
import { PackagesController } from './packages.controller.js';

@Module({})
export class PackagesModule {
  /**
   * @param kept how many inspection packages are kept to be fetched.
   * @param sign signs the trial ledger, where this process can.
   */
  static of(kept: number, sign?: SignTrialLedger): DynamicModule {
    return {
      module: PackagesModule,
      imports: [SharedRoutesModule],
      controllers: [PackagesController],
      providers: [
        {
          provide: PackageSources,
          inject: [LEDGER_STORES, LEDGER_LOGS, DATA_DIRECTORY],
          useFactory: (stores: LedgerStores, logs: LedgerLogs, { sealingKeys }: DataDirectory) =>
            new PackageSources(stores, logs, sealingKeys, sign),
        },
        {
          provide: PackageJobs,
          inject: [
            ...[OpenedResources, PackageSources, DATA_DIRECTORY, DisclosureLog, SOFTWARE, CLOCK, OPERATOR_LOG],
            ...[TextAlarm, KnownOfTexts],
          ],
          useFactory: async (
            opened: OpenedResources,
            sources: PackageSources,
            data: DataDirectory,
            disclosures: DisclosureLog,
            software: Software,
            now: Clock,
            log: OperatorLog,
            texts: TextAlarm,
            knownOfTexts: KnownOfTexts,
          ) => {
            const files = { directory: data.packages, keys: await installationKeysOf(data), kept };
            const about = { sources, disclosures, software, now, log, texts, knownOfTexts };
            return opened.open(() => new PackageJobs({ ...files, ...about }));
          },
        },
      ],
    };
  }
}
