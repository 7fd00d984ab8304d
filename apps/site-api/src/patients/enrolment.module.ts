import { type CommandHandler, Consent, type Streams, TrialLedgerCommands } from '@bali/commands';
import { TrialStateQueries } from '@bali/projections';
import { Module } from '@nestjs/common';
import { STREAMS, TRIAL_HANDLER } from '../ledgers/tokens.js';
import { RandomizationModule } from '../randomization/randomization.module.js';
import { EnrolmentController } from './enrolment.controller.js';

/** From consent to randomization. */
@Module({
  imports: [RandomizationModule],
  controllers: [EnrolmentController],
  providers: [
    {
      provide: Consent,
      inject: [TRIAL_HANDLER, TrialLedgerCommands, STREAMS, TrialStateQueries],
      useFactory: (
        handler: CommandHandler,
        commands: TrialLedgerCommands,
        { patients }: Streams,
        queries: TrialStateQueries,
      ) => new Consent({ handler, commands, patients, queries }),
    },
  ],
})
export class EnrolmentModule {}
