import type { Person } from '@bali/access';
import { Action, CurrentPerson, TakesLong } from '@bali/http';
import { Overviews, type OverviewView } from '@bali/queries';
import { Answers } from '@bali/shared-routes';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '../replay/replay.dto.js';
import { OVERVIEW_ANSWER } from './overview-answers.js';

/** What people see first. */
@ApiTags('Overview')
@Controller('overview')
@Action('read-trial')
export class OverviewController {
  readonly #overviews: Overviews;

  constructor(@Inject(Overviews) overviews: Overviews) {
    this.#overviews = overviews;
  }

  @ApiOperation({
    summary: 'The trial at a glance: flow of patients, accrual, sites',
    description: 'Now, for every role of the trial; as of an event or a moment, for those who may replay the trial.',
  })
  @Get()
  @TakesLong()
  @Answers(OVERVIEW_ANSWER)
  readOverview(@CurrentPerson() person: Person, @Query() query: AsOfQuery): Promise<OverviewView> {
    return this.#overviews.overview(person, query);
  }
}
