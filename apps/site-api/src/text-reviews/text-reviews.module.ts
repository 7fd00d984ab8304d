import { type CommandHandler, type Streams, TextReviews } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { Module } from '@nestjs/common';
import { STREAMS, TRIAL_HANDLER } from '../ledgers/tokens.js';
import { TextReviewsController } from './text-reviews.controller.js';

/** What a monitor says of free texts. */
@Module({
  controllers: [TextReviewsController],
  providers: [
    {
      provide: TextReviews,
      inject: [TRIAL_LEDGER, TRIAL_HANDLER, STREAMS],
      useFactory: (trialLedger: EventStore, handler: CommandHandler, streams: Streams) =>
        new TextReviews({ trialLedger, handler, streams }),
    },
  ],
})
export class TextReviewsModule {}
