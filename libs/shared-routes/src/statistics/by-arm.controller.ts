import type { Person } from '@bali/access';
import { Allocations } from '@bali/commands';
import { Action, CurrentPerson, Origin, Padded, type RequestOrigin, TakesLong } from '@bali/http';
import { StatisticalReports, statisticsDocument, type StatisticsView, UnitMaterials } from '@bali/queries';
import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ARM_BLOCK_BYTES } from '../answers/arm-answers.js';
import { Answers } from '../answers/answers.js';
import { STATISTICS_ANSWER } from './statistics-answers.js';
import { StatisticsQuery } from './statistics.dto.js';

const ONCE_UNBLINDED = 'Once the trial is unblinded. Each reading is in the access ledger before it is answered.';

/** What the data says by arm. The API provides `Allocations` and `UnitMaterials`. */
@ApiTags('Reports')
@Controller('reports/statistics/by-arm')
@Action('read-allocations')
@TakesLong()
export class StatisticsByArmController {
  readonly #reports: StatisticalReports;
  readonly #sealed: { readonly allocations: Allocations; readonly materials: UnitMaterials };

  constructor(
    @Inject(StatisticalReports) reports: StatisticalReports,
    @Inject(Allocations) allocations: Allocations,
    @Inject(UnitMaterials) materials: UnitMaterials,
  ) {
    this.#reports = reports;
    this.#sealed = { allocations, materials };
  }

  @ApiOperation({ summary: 'The statistical report by arm, as of an event', description: ONCE_UNBLINDED })
  @Get()
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(STATISTICS_ANSWER)
  readStatisticsByArm(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Query() query: StatisticsQuery,
  ): Promise<StatisticsView> {
    return this.#reports.byArm({ person, ...origin }, this.#sealed, query);
  }

  @ApiOperation({ summary: 'The same as one document to read and to print, with curves', description: ONCE_UNBLINDED })
  @Get('document')
  @Padded(ARM_BLOCK_BYTES.records)
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/html; charset=utf-8')
  async readStatisticsByArmDocument(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Query() query: StatisticsQuery,
  ): Promise<string> {
    return statisticsDocument(await this.#reports.byArm({ person, ...origin }, this.#sealed, query));
  }
}
