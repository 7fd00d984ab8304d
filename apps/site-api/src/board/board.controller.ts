import type { Person } from '@bali/access';
import { BoardRecommendations, type Invocation } from '@bali/commands';
import { Action, CurrentInvocation, CurrentPerson, Origin, Padded, type RequestOrigin, TakesLong } from '@bali/http';
import {
  BoardMeetings,
  type BoardMeetingsView,
  type BoardSafetyView,
  BoardTables,
  statisticsDocument,
  type StatisticsView,
} from '@bali/queries';
import { Recorded, Recording, Records } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES, AtLeastQuery, STATISTICS_ANSWER, StatisticsQuery } from '@bali/shared-routes';
import { Body, Controller, Get, Header, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BOARD_MEETINGS_ANSWER, BOARD_SAFETY_ANSWER, RECOMMENDATIONS_ANSWER } from './board-answers.js';
import { BoardRecommendationDto } from './board.dto.js';

const BY_ARM =
  'By arm, while the trial is blinded, for the data monitoring board alone. Each reading is an interim look, and is in the access ' +
  'ledger before it is answered.';

/** The data monitoring board: what it alone sees, and what it says to everybody. */
@ApiTags('Safety')
@Controller('board')
export class BoardController {
  constructor(
    @Inject(BoardTables) private readonly tables: BoardTables,
    @Inject(BoardMeetings) private readonly meetings: BoardMeetings,
    @Inject(BoardRecommendations) private readonly recommendations: BoardRecommendations,
    @Inject(Recording) private readonly recording: Recording,
  ) {}

  @ApiOperation({ summary: 'The safety tables of the board, as of an event', description: BY_ARM })
  @Get('safety-tables')
  @Action('read-board-tables')
  @Padded(ARM_BLOCK_BYTES.records)
  @TakesLong()
  @Answers(BOARD_SAFETY_ANSWER)
  readBoardSafetyTables(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Query() query: StatisticsQuery,
  ): Promise<BoardSafetyView> {
    return this.tables.safety({ person, ...origin }, query);
  }

  @ApiOperation({
    summary: 'The closed report of the board, as of an event: the endpoint and all else',
    description: BY_ARM,
  })
  @Get('report')
  @Action('read-board-tables')
  @Padded(ARM_BLOCK_BYTES.records)
  @TakesLong()
  @Answers(STATISTICS_ANSWER)
  readBoardReport(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Query() query: StatisticsQuery,
  ): Promise<StatisticsView> {
    return this.tables.report({ person, ...origin }, query);
  }

  @ApiOperation({ summary: 'The same as one document to read and to print, with curves', description: BY_ARM })
  @Get('report/document')
  @Action('read-board-tables')
  @Padded(ARM_BLOCK_BYTES.records)
  @TakesLong()
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/html; charset=utf-8')
  async readBoardReportDocument(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Query() query: StatisticsQuery,
  ): Promise<string> {
    return statisticsDocument(await this.tables.report({ person, ...origin }, query));
  }

  @ApiOperation({ summary: 'When the board looked, as of which event, and what it recommended' })
  @Get('meetings')
  @Action('read-interim-looks')
  @Answers(BOARD_MEETINGS_ANSWER)
  readBoardMeetings(@Query() query: AtLeastQuery): Promise<BoardMeetingsView> {
    return this.meetings.all(query);
  }

  @ApiOperation({ summary: 'What the board recommended: date, event and one of four words, for everybody' })
  @Get('recommendations')
  @Action('read-trial')
  @Answers(RECOMMENDATIONS_ANSWER)
  readBoardRecommendations(@Query() query: AtLeastQuery): Promise<BoardMeetingsView['recommendations']> {
    return this.meetings.recommendations(query);
  }

  @ApiOperation({
    summary: 'Records what the board recommends, as of an event up to which it was shown its tables',
    description: 'It is open to everybody and holds no free text: continue, continue with changes, pause or stop.',
  })
  @Post('recommendations')
  @Records('document-board-recommendation')
  recommendAsBoard(
    @CurrentInvocation() invocation: Invocation,
    @Body() { metOn, position, recommendation, changes }: BoardRecommendationDto,
  ): Promise<Recorded> {
    const data = { metOn, position, recommendation, ...(changes && { changes }) };
    return this.recording.recorded(
      invocation,
      () => ({ type: 'RecommendAsBoard' as const, data }),
      ({ command, given }) => this.recommendations.recommend(command, given),
    );
  }
}
