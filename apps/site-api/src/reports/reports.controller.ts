import { Action } from '@bali/http';
import { dateAt, TRIAL } from '@bali/protocol';
import { type ConsortFlow, consortFlowOf, type PrimaryEndpoint, primaryEndpointOf } from '@bali/projections';
import { TRIAL_STREAM } from '@bali/trial';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Reading, ReadingQuery } from '../reading/reading.js';
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

  /** The flow of patients through the trial (CONSORT 2010). */
  @Get('participant-flow')
  @ApiOkResponse({ description: 'Counts of patients, from consent to analysis' })
  participantFlow(@Query() query: ReadingQuery): Promise<ConsortFlow> {
    return this.computed(query, consortFlowOf);
  }

  /** The primary endpoint: survival without major amputation at 6 months. */
  @Get('primary-endpoint')
  @ApiOkResponse({ description: 'Counts of patients: evaluable, with the endpoint, not yet evaluable, censored' })
  primaryEndpoint(@Query() query: ReadingQuery): Promise<PrimaryEndpoint> {
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
