import { type CommandHandler, OpenRecords, SealedReadings, SealedTexts, type Streams } from '@bali/commands';
import { Module } from '@nestjs/common';
import { SEALED_HANDLER, STREAMS } from '../ledgers/tokens.js';
import { OpenRecordsController } from './open-records.controller.js';

/** What happens because of the arm, recorded sealed from a planned unblinding on. */
@Module({
  controllers: [OpenRecordsController],
  providers: [
    {
      provide: OpenRecords,
      inject: [SEALED_HANDLER, STREAMS, SealedReadings, SealedTexts],
      useFactory: (handler: CommandHandler, streams: Streams, readings: SealedReadings, texts: SealedTexts) =>
        new OpenRecords({ handler, streams, readings, texts }),
    },
  ],
})
export class OpenRecordsModule {}
