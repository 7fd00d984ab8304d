import { Action, setEntityTag } from '@bali/http';
import { TRIAL_STREAM } from '@bali/trial';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Reading, ReadingQuery } from '../reading/reading.js';
import { type Resources, RESOURCES } from '../resources.js';
import { type SiteView, siteViews, trialView, type TrialView } from './trial-views.js';

@ApiTags('Trial')
@Controller()
@Action('read-trial')
export class TrialReadingController {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  /** The trial as it stands now: target and visits in force, sites, accrual, patients by status. */
  @Get('trial')
  @ApiOkResponse({ description: 'The trial as it stands now; the ETag is the revision of its record' })
  async trial(@Query() query: ReadingQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<TrialView> {
    await this.reading.recentEnough(query);
    const { queries, runner, trials } = this.resources;
    const { state, revision } = await trials.load(TRIAL_STREAM);
    if (revision >= 0) setEntityTag(reply, revision);
    return trialView(state, queries.summaries(), runner.lastApplied);
  }

  /** The sites, and when each was open. */
  @Get('sites')
  @ApiOkResponse({ description: 'The sites in the order in which they were first opened' })
  async sites(@Query() query: ReadingQuery): Promise<readonly SiteView[]> {
    await this.reading.recentEnough(query);
    const { state } = await this.resources.trials.load(TRIAL_STREAM);
    return siteViews(state);
  }
}
