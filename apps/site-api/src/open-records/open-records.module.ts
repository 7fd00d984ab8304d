import type { SealingKeys } from '@bali/blinding';
import { type CommandHandler, OpenRecords, SealedReadings, type Streams } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { SEALED_LEDGER } from '@bali/installation';
import { Module } from '@nestjs/common';
import { SEALED_HANDLER, SEALING_KEYS, STREAMS } from '../ledgers/tokens.js';
import { OpenRecordsController } from './open-records.controller.js';

/** What happens because of the arm, recorded sealed from a planned unblinding on. */
@Module({
  controllers: [OpenRecordsController],
  providers: [
    {
      provide: OpenRecords,
      inject: [SEALED_HANDLER, STREAMS, SealedReadings, SEALED_LEDGER, SEALING_KEYS],
      useFactory: (
        handler: CommandHandler,
        streams: Streams,
        readings: SealedReadings,
        sealedLedger: EventStore,
        sealingKeys: SealingKeys,
      ) => new OpenRecords({ handler, streams, readings, sealedLedger, sealingKeys }),
    },
  ],
})
export class OpenRecordsModule {}
