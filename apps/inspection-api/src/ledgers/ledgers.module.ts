import { DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { DATA_DIRECTORY, type DataDirectory, LEDGER_STORES, type LedgerStores, TRIAL_LEDGER } from '@bali/installation';
import { TrialStateQueries } from '@bali/projections';
import {
  ArmReadings,
  KnownOfTexts,
  LedgerEntries,
  LedgerLeaves,
  type LedgerLogs,
  LedgerProofs,
  shownTo,
} from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { LEDGER_LOGS } from '../following.module.js';
import { LedgersController } from './ledgers.controller.js';

@Module({
  imports: [SharedRoutesModule],
  controllers: [LedgersController],
  providers: [
    {
      provide: LedgerProofs,
      inject: [LEDGER_LOGS, DisclosureLog],
      useFactory: (logs: LedgerLogs, disclosures: DisclosureLog) => new LedgerProofs(logs, disclosures),
    },
    {
      provide: ArmReadings,
      inject: [LEDGER_STORES, DATA_DIRECTORY, DisclosureLog, TrialStateQueries],
      useFactory: (
        stores: LedgerStores,
        { sealingKeys }: DataDirectory,
        disclosures: DisclosureLog,
        state: TrialStateQueries,
      ) =>
        new ArmReadings({
          ...{ disclosures, sealedLedger: stores.sealed, sealingKeys, state },
          note: (asker) => disclosures.recordReading('audit-log', shownTo(asker)),
        }),
    },
    {
      provide: LedgerLeaves,
      inject: [TRIAL_LEDGER],
      useFactory: (trialLedger: EventStore) => new LedgerLeaves(trialLedger),
    },
    {
      provide: LedgerEntries,
      inject: [LEDGER_STORES, DATA_DIRECTORY, DisclosureLog, KnownOfTexts],
      useFactory: (
        stores: LedgerStores,
        { sealingKeys }: DataDirectory,
        disclosures: DisclosureLog,
        known: KnownOfTexts,
      ) => new LedgerEntries(stores, sealingKeys, disclosures, known),
    },
  ],
})
export class LedgersModule {}
