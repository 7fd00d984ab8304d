import type { Person } from '@bali/access';
import { SCRIPT_IN_R } from '@bali/analysis';
import { Action, CurrentPerson, TakesLong } from '@bali/http';
import { StatisticalReports, statisticsDocument, statisticsTable, type StatisticsView } from '@bali/queries';
import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { STATISTICS_ANSWER } from './statistics-answers.js';
import { StatisticsQuery } from './statistics.dto.js';

const NOT_BEFORE_THE_LOCK =
  'Before the database is locked, for statisticians and inspectors alone (`outcomes-not-open`). Nothing in it depends on an arm.';

/** What the data says, of all patients together. */
@ApiTags('Reports')
@Controller('reports/statistics')
@Action('read-trial')
@TakesLong()
export class StatisticsController {
  readonly #reports: StatisticalReports;

  constructor(@Inject(StatisticalReports) reports: StatisticalReports) {
    this.#reports = reports;
  }

  @ApiOperation({
    summary: 'The statistical report as of an event: survival, incidence, proportions, secondary measures, safety',
    description: `It names the event and the root of the ledger up to it. ${NOT_BEFORE_THE_LOCK}`,
  })
  @Get()
  @Answers(STATISTICS_ANSWER)
  readStatistics(@CurrentPerson() person: Person, @Query() query: StatisticsQuery): Promise<StatisticsView> {
    return this.#reports.pooled(person, query);
  }

  @ApiOperation({
    summary: 'The same as one document to read and to print, with curves',
    description: NOT_BEFORE_THE_LOCK,
  })
  @Get('document')
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/html; charset=utf-8')
  async readStatisticsDocument(@CurrentPerson() person: Person, @Query() query: StatisticsQuery): Promise<string> {
    return statisticsDocument(await this.#reports.pooled(person, query));
  }

  @ApiOperation({
    summary: 'The analysis table, one row a patient, as CSV: what the script in R reads',
    description: `To be stored as \`analysis.csv\`. ${NOT_BEFORE_THE_LOCK}`,
  })
  @Get('table')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/csv; charset=utf-8')
  async readStatisticsTable(@CurrentPerson() person: Person, @Query() query: StatisticsQuery): Promise<string> {
    return statisticsTable(await this.#reports.pooled(person, query));
  }

  @ApiOperation({
    summary: 'A script in R that makes the main figures again from the analysis table',
    description: 'To be stored as `figures.R` beside `analysis.csv`.',
  })
  @Get('script')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/plain; charset=utf-8')
  readStatisticsScript(): string {
    return SCRIPT_IN_R;
  }
}
