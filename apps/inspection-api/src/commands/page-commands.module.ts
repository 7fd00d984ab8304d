import {
  type CommandHandler,
  type IntakeKeys,
  PlannedUnblindings,
  type Software,
  TrialLedgerCommands,
} from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  AMBIENT,
  type Ambient,
  DATA_DIRECTORY,
  type DataDirectory,
  installationKeysOf,
  SOFTWARE,
  TRIAL_LEDGER,
} from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { INTAKE_KEYS, RecordingModule, SignatureMeaningsController, trialHandler, trialStreams } from '@bali/recording';
import { Global, Module } from '@nestjs/common';
import { PageCommandsController } from './page-commands.controller.js';

/** The `CommandHandler` of the trial ledger. */
const TRIAL_HANDLER = Symbol('commands of the trial ledger');

/** Every instance has the head keys; it needs none of those that seal. */
async function intakeKeys(directory: DataDirectory): Promise<IntakeKeys> {
  const keys = await installationKeysOf(directory);
  return { digest: (text) => keys.authenticate('command v1', text) };
}

/** What commands need of this API: they are decided on the trial ledger alone. */
@Global()
@Module({
  providers: [
    {
      provide: INTAKE_KEYS,
      inject: [DATA_DIRECTORY],
      useFactory: intakeKeys,
    },
    {
      provide: TRIAL_HANDLER,
      inject: [TRIAL_LEDGER, ProjectionRunner, AMBIENT, SOFTWARE],
      useFactory: (store: EventStore, runner: ProjectionRunner, ambient: Ambient, software: Software) =>
        trialHandler({ store, runner, ambient, software }),
    },
    {
      provide: TrialLedgerCommands,
      inject: [TRIAL_HANDLER, TRIAL_LEDGER],
      useFactory: (handler: CommandHandler, trial: EventStore) =>
        new TrialLedgerCommands(handler, trialStreams(trial), new PlannedUnblindings(trial)),
    },
  ],
  exports: [INTAKE_KEYS, TrialLedgerCommands],
})
class PageCommandPartsModule {}

/** The commands of the pages, and what each signature means. */
@Module({
  imports: [PageCommandPartsModule, RecordingModule],
  controllers: [PageCommandsController, SignatureMeaningsController],
})
export class PageCommandsModule {}
