import type { SealingKeys } from '@bali/blinding';
import {
  type AllSagas,
  DisclosureLog,
  Judgements,
  SealedCommands,
  SealedJudgement,
  type Streams,
  TwoLedgerSagas,
} from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { SEALED_LEDGER } from '@bali/installation';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, SEALING_KEYS, STREAMS } from '../ledgers/tokens.js';
import { JudgementsController } from './judgements.controller.js';

/** What people judge who were told an arm. */
@Module({
  controllers: [JudgementsController],
  providers: [
    {
      provide: SealedJudgement,
      inject: [TwoLedgerSagas, SAGA_ROWS],
      useFactory: (sagas: TwoLedgerSagas, { JudgementMade }: AllSagas) => new SealedJudgement(sagas, JudgementMade),
    },
    {
      provide: Judgements,
      inject: [SealedCommands, STREAMS, DisclosureLog, SEALED_LEDGER, SEALING_KEYS],
      useFactory: (
        sealed: SealedCommands,
        streams: Streams,
        disclosures: DisclosureLog,
        sealedLedger: EventStore,
        sealingKeys: SealingKeys,
      ) => new Judgements({ sealed, streams, disclosures, sealedLedger, sealingKeys }),
    },
  ],
})
export class JudgementsModule {}
