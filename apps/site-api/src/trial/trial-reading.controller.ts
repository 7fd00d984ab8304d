import { Action, setEntityTag } from '@bali/http';
import { TRIAL_STREAM } from '@bali/trial';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Answers } from '@bali/trial-reading';
import { SITES_ANSWER, TRIAL_ANSWER } from './trial-answers.js';
import { Reading, ReadingQuery } from '@bali/trial-reading';
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

  @ApiOperation({
    summary: 'The trial as it stands now: target and visits in force, sites, accrual, patients by status',
  })
  @Get('trial')
  @Answers(TRIAL_ANSWER)
  async readTrial(@Query() query: ReadingQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<TrialView> {
    await this.reading.recentEnough(query);
    const { queries, runner, trials } = this.resources;
    const { state, revision } = await trials.load(TRIAL_STREAM);
    if (revision >= 0) setEntityTag(reply, revision);
    return trialView(state, queries.summaries(), runner.lastApplied);
  }

  @ApiOperation({ summary: 'The sites, and when each was open' })
  @Get('sites')
  @Answers(SITES_ANSWER)
  async listSites(@Query() query: ReadingQuery): Promise<readonly SiteView[]> {
    await this.reading.recentEnough(query);
    const { state } = await this.resources.trials.load(TRIAL_STREAM);
    return siteViews(state);
  }
}
