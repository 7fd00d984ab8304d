import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import type { BeforeLock, ConsortFlow, PrimaryEndpoint } from '@bali/projections';
import { Reports } from '@bali/queries';
import { Answers, AtLeastQuery } from '@bali/shared-routes';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BEFORE_LOCK_ANSWER, PARTICIPANT_FLOW_ANSWER, PRIMARY_ENDPOINT_ANSWER } from './report-answers.js';

@ApiTags('Reports')
@Controller('reports')
@Action('read-trial')
export class ReportsController {
  readonly #reports: Reports;

  constructor(@Inject(Reports) reports: Reports) {
    this.#reports = reports;
  }

  @ApiOperation({ summary: 'The flow of patients through the trial (CONSORT 2010)' })
  @Get('participant-flow')
  @Answers(PARTICIPANT_FLOW_ANSWER)
  readParticipantFlow(@Query() query: AtLeastQuery): Promise<ConsortFlow> {
    return this.#reports.participantFlow(query);
  }

  @ApiOperation({
    summary: 'What is missing before the database is locked, patient by patient, and the way out of it',
    description:
      "A role at a site sees the patients of its own sites. Of the cell therapy unit nothing is asked. What is not in the lock's way is " +
      'missing in the results.',
  })
  @Get('before-lock')
  @Answers(BEFORE_LOCK_ANSWER)
  readBeforeLock(@CurrentPerson() person: Person, @Query() query: AtLeastQuery): Promise<BeforeLock> {
    return this.#reports.beforeLock(person, query);
  }

  @ApiOperation({
    summary: 'The primary endpoint: survival without major amputation at 6 months',
    description: 'Before the database is locked, for statisticians and inspectors alone (`outcomes-not-open`).',
  })
  @Get('primary-endpoint')
  @Answers(PRIMARY_ENDPOINT_ANSWER)
  readPrimaryEndpoint(@CurrentPerson() person: Person, @Query() query: AtLeastQuery): Promise<PrimaryEndpoint> {
    return this.#reports.primaryEndpoint(person, query);
  }
}
