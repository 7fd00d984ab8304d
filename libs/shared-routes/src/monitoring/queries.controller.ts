import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import { type Page, type QueryInList, QueryLists } from '@bali/queries';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { QueryListQuery } from './monitoring.dto.js';
import { QUERIES_ANSWER } from './query-answers.js';

/** What those who oversee the data asked the sites. */
@ApiTags('Monitoring')
@Controller('queries')
@Action('read-patients')
export class QueriesController {
  readonly #queries: QueryLists;

  constructor(@Inject(QueryLists) queries: QueryLists) {
    this.#queries = queries;
  }

  @ApiOperation({
    summary: 'Queries about data, oldest first, by site, role, status and age; a site role sees those of its own sites',
  })
  @Get()
  @Answers(QUERIES_ANSWER)
  listQueries(@CurrentPerson() person: Person, @Query() query: QueryListQuery): Promise<Page<QueryInList>> {
    return this.#queries.list(person, query);
  }
}
