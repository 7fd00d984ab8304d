import { type CommandHandler, DatabaseLock, type Streams } from '@bali/commands';
import { VerifiedState } from '@bali/projections';
import { SignatureMeaningsController } from '@bali/recording';
import { Module } from '@nestjs/common';
import { STREAMS, TRIAL_HANDLER } from '../ledgers/tokens.js';
import { SigningController } from './signing.controller.js';

/** What is done only to be signed, and what each signature means. */
@Module({
  controllers: [SigningController, SignatureMeaningsController],
  providers: [
    {
      provide: DatabaseLock,
      inject: [TRIAL_HANDLER, STREAMS, VerifiedState],
      useFactory: (handler: CommandHandler, streams: Streams, state: VerifiedState) =>
        new DatabaseLock({ handler, streams, state }),
    },
  ],
})
export class SigningModule {}
