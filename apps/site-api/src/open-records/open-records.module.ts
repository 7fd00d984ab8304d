import {
  type Clock,
  type CommandHandler,
  OpenRecordReports,
  OpenRecords,
  SealedReadings,
  SealedTexts,
  type Streams,
} from '@bali/commands';
import { CLOCK } from '@bali/installation';
import { Module } from '@nestjs/common';
import { SEALED_HANDLER, STREAMS } from '../ledgers/tokens.js';
import { OpenRecordReportsController } from './open-record-reports.controller.js';
import { OpenRecordsController } from './open-records.controller.js';

/** What happens because of the arm, recorded sealed from a planned unblinding on. */
@Module({
  controllers: [OpenRecordsController, OpenRecordReportsController],
  providers: [
    {
      provide: OpenRecords,
      inject: [SEALED_HANDLER, STREAMS, SealedReadings, SealedTexts],
      useFactory: (handler: CommandHandler, streams: Streams, readings: SealedReadings, texts: SealedTexts) =>
        new OpenRecords({ handler, streams, readings, texts }),
    },
    {
      provide: OpenRecordReports,
      inject: [SEALED_HANDLER, STREAMS, SealedReadings, CLOCK],
      useFactory: (handler: CommandHandler, streams: Streams, readings: SealedReadings, now: Clock) =>
        new OpenRecordReports({ handler, streams, readings, now }),
    },
  ],
  exports: [OpenRecordReports],
})
export class OpenRecordsModule {}
