import type { Person } from '@bali/access';
import { Action, CurrentPerson, TakesLong } from '@bali/http';
import type { AnnualFigures } from '@bali/projections';
import { type ListingView, SafetyLists } from '@bali/queries';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { ANNUAL_ANSWER, LISTING_ANSWER } from './safety-answers.js';
import { AnnualQuery, ListingQuery } from './safety.dto.js';

/** What the sponsor lists and counts for safety, both arms together. */
@ApiTags('Safety')
@Controller('safety')
@Action('read-safety')
export class SafetyController {
  readonly #lists: SafetyLists;

  constructor(@Inject(SafetyLists) lists: SafetyLists) {
    this.#lists = lists;
  }

  @ApiOperation({
    summary: 'The line listing of adverse events as of an event: both opinions of causality, expectedness, clocks',
    description: 'It names the event and the root of the ledger up to it. Nothing in it depends on an arm.',
  })
  @Get('line-listing')
  @TakesLong()
  @Answers(LISTING_ANSWER)
  readLineListing(@CurrentPerson() person: Person, @Query() query: ListingQuery): Promise<ListingView> {
    return this.#lists.lines(person, query);
  }

  @ApiOperation({ summary: 'The figures of the annual safety report, both arms together' })
  @Get('annual-figures')
  @TakesLong()
  @Answers(ANNUAL_ANSWER)
  readAnnualFigures(@Query() query: AnnualQuery): Promise<AnnualFigures> {
    return this.#lists.annual(query);
  }
}
