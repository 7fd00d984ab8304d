import {
  type AllSagas,
  DisclosureLog,
  Judgements,
  SealedCommands,
  SealedJudgement,
  SealedTexts,
  type Streams,
  TwoLedgerSagas,
} from '@bali/commands';
import { Module } from '@nestjs/common';
import { SAGA_ROWS, STREAMS } from '../ledgers/tokens.js';
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
      inject: [SealedCommands, STREAMS, DisclosureLog, SealedTexts],
      useFactory: (sealed: SealedCommands, streams: Streams, disclosures: DisclosureLog, texts: SealedTexts) =>
        new Judgements({ sealed, streams, disclosures, texts }),
    },
  ],
})
export class JudgementsModule {}
