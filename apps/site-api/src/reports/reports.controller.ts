import { Action } from '@bali/http';
import { dateAt, TRIAL } from '@bali/protocol';
import { type ConsortFlow, consortFlowOf, type PrimaryEndpoint, primaryEndpointOf } from '@bali/projections';
import { TRIAL_STREAM } from '@bali/trial';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '@bali/trial-reading';
import { PARTICIPANT_FLOW_ANSWER, PRIMARY_ENDPOINT_ANSWER } from './report-answers.js';
import { Reading, ReadingQuery } from '@bali/trial-reading';
import { type Resources, RESOURCES } from '../resources.js';

/** Computed from the events at every call; pooled over both arms, as everything is here. */
@ApiTags('Reports')
@Controller('reports')
@Action('read-trial')
export class ReportsController {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  @ApiOperation({ summary: 'The flow of patients through the trial (CONSORT 2010)' })
  @Get('participant-flow')
  @Answers(PARTICIPANT_FLOW_ANSWER)
  readParticipantFlow(@Query() query: ReadingQuery): Promise<ConsortFlow> {
    return this.computed(query, consortFlowOf);
  }

  @ApiOperation({ summary: 'The primary endpoint: survival without major amputation at 6 months' })
  @Get('primary-endpoint')
  @Answers(PRIMARY_ENDPOINT_ANSWER)
  readPrimaryEndpoint(@Query() query: ReadingQuery): Promise<PrimaryEndpoint> {
    return this.computed(query, primaryEndpointOf);
  }

  private async computed<Report>(query: ReadingQuery, compute: Compute<Report>): Promise<Report> {
    await this.reading.recentEnough(query);
    const { trials, queries, now } = this.resources;
    const { state } = await trials.load(TRIAL_STREAM);
    return compute(state, queries.summaries(), dateAt(now().toISOString(), TRIAL.timeZone));
  }
}

type Compute<Report> = (
  trial: Parameters<typeof consortFlowOf>[0],
  patients: Parameters<typeof consortFlowOf>[1],
  asOf: string,
) => Report;
