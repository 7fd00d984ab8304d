import { type Clock, DisclosureLog, type Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  CLOCK,
  DATA_DIRECTORY,
  type DataDirectory,
  SOFTWARE,
  TRIAL_LEDGER,
  type TransparencyLogs,
} from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { CertifiedCopies, KnownOfTexts, TextAlarm } from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { rm } from 'node:fs/promises';
import { TRANSPARENCY_LOGS } from '../ledgers/tokens.js';
import { CertifiedCopiesController } from './certified-copies.controller.js';

/** What a site keeps of all that was recorded about its patients. */
@Module({
  imports: [SharedRoutesModule],
  controllers: [CertifiedCopiesController],
  providers: [
    {
      provide: CertifiedCopies,
      // The projections are locked by then: nobody else works in the directory of the copies.
      inject: [
        ...[DATA_DIRECTORY, TRIAL_LEDGER, TRANSPARENCY_LOGS, DisclosureLog, SOFTWARE, CLOCK, TextAlarm],
        ...[KnownOfTexts, ProjectionRunner],
      ],
      useFactory: openCopies,
    },
  ],
})
export class CertifiedCopiesModule {}

/** What a process that was killed has left of the copies that it made is taken away. */
async function openCopies(
  { copies: directory }: DataDirectory,
  trialLedger: EventStore,
  { logs }: TransparencyLogs,
  disclosures: DisclosureLog,
  software: Software,
  now: Clock,
  texts: TextAlarm,
  knownOfTexts: KnownOfTexts,
): Promise<CertifiedCopies> {
  await rm(directory, { recursive: true, force: true });
  const { trial: log } = logs;
  return new CertifiedCopies({ trialLedger, log, directory, disclosures, software, now, texts, knownOfTexts });
}
