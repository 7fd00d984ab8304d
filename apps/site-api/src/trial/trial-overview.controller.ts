import { Action, setEntityTag } from '@bali/http';
import { type SiteView, TrialOverview, type TrialView } from '@bali/queries';
import { Answers, AtLeastQuery } from '@bali/shared-routes';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SITES_ANSWER, TRIAL_ANSWER } from './trial-answers.js';

@ApiTags('Trial')
@Controller()
@Action('read-trial')
export class TrialOverviewController {
  readonly #overview: TrialOverview;

  constructor(@Inject(TrialOverview) overview: TrialOverview) {
    this.#overview = overview;
  }

  @ApiOperation({
    summary: 'The trial as it stands now: target and visits in force, sites, accrual, patients by status',
  })
  @Get('trial')
  @Answers(TRIAL_ANSWER)
  async readTrial(@Query() query: AtLeastQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<TrialView> {
    const { revision, view } = await this.#overview.trial(query);
    if (revision >= 0) setEntityTag(reply, revision);
    return view;
  }

  @ApiOperation({ summary: 'The sites, and when each was open' })
  @Get('sites')
  @Answers(SITES_ANSWER)
  listSites(@Query() query: AtLeastQuery): Promise<readonly SiteView[]> {
    return this.#overview.sites(query);
  }
}
