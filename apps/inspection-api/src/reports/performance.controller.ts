import type { Person } from '@bali/access';
import { Action, CurrentPerson, TakesLong } from '@bali/http';
import type { SitePerformance } from '@bali/projections';
import { SitePerformanceReport } from '@bali/queries';
import { Answers, AtLeastQuery } from '@bali/shared-routes';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SITE_PERFORMANCE_ANSWER } from './performance-answers.js';

/** How the sites perform: what central monitoring looks at first. */
@ApiTags('Monitoring')
@Controller('reports/site-performance')
@Action('read-site-performance')
export class SitePerformanceController {
  readonly #report: SitePerformanceReport;

  constructor(@Inject(SitePerformanceReport) report: SitePerformanceReport) {
    this.#report = report;
  }

  @ApiOperation({
    summary:
      'How the sites perform, by month: recruitment, failures by criterion, delay, queries, missing data, deviations',
    description: 'Nothing in it depends on an arm or on the endpoint.',
  })
  @Get()
  @TakesLong()
  @Answers(SITE_PERFORMANCE_ANSWER)
  readSitePerformance(
    @CurrentPerson() person: Person,
    @Query() query: AtLeastQuery,
  ): Promise<readonly SitePerformance[]> {
    return this.#report.read(person, query);
  }
}
