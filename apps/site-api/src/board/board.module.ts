import { Allocations, BoardRecommendations, type CommandHandler, DisclosureLog, type Streams } from '@bali/commands';
import { ProjectionRunner } from '@bali/projections';
import { BoardMeetings, BoardTables, StatisticalReports } from '@bali/queries';
import { SharedRoutesModule } from '@bali/shared-routes';
import { Module } from '@nestjs/common';
import { STREAMS, TRIAL_HANDLER } from '../ledgers/tokens.js';
import { UnblindingModule } from '../unblinding/unblinding.module.js';
import { BoardController } from './board.controller.js';

/** The data monitoring board: its tables by arm, its looks, its recommendations. */
@Module({
  imports: [SharedRoutesModule, UnblindingModule],
  controllers: [BoardController],
  providers: [
    {
      provide: BoardTables,
      inject: [StatisticalReports, Allocations],
      useFactory: (reports: StatisticalReports, allocations: Allocations) => new BoardTables(reports, allocations),
    },
    {
      provide: BoardMeetings,
      inject: [STREAMS, ProjectionRunner, DisclosureLog],
      useFactory: ({ trials }: Streams, runner: ProjectionRunner, disclosures: DisclosureLog) =>
        new BoardMeetings({ trials, runner, disclosures }),
    },
    {
      provide: BoardRecommendations,
      inject: [TRIAL_HANDLER, STREAMS, DisclosureLog],
      useFactory: (handler: CommandHandler, { trials }: Streams, disclosures: DisclosureLog) =>
        new BoardRecommendations({ handler, trials, disclosures }),
    },
  ],
})
export class BoardModule {}
