import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import type { WorkItem } from '@bali/projections';
import { DeviationLists, type ListedDeviation, type Page, WorkLists } from '@bali/queries';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '../answers/answers.js';
import { DEVIATIONS_ANSWER } from './deviation-answers.js';
import { DeviationListQuery, WorkListQuery } from './monitoring.dto.js';
import { WORK_LIST_ANSWER } from './work-answers.js';

/** What deviates from the protocol, and what there is to be done. */
@ApiTags('Monitoring')
@Controller()
export class MonitoringController {
  readonly #deviations: DeviationLists;
  readonly #work: WorkLists;

  constructor(@Inject(DeviationLists) deviations: DeviationLists, @Inject(WorkLists) work: WorkLists) {
    this.#deviations = deviations;
    this.#work = work;
  }

  @ApiOperation({
    summary: 'Deviations from the protocol, found in the records or reported, with their assessments',
    description: 'Nothing of the cell therapy unit is in it: its deviations are sealed.',
  })
  @Get('deviations')
  @Action('read-patients')
  @Answers(DEVIATIONS_ANSWER)
  listDeviations(@CurrentPerson() person: Person, @Query() query: DeviationListQuery): Promise<Page<ListedDeviation>> {
    return this.#deviations.list(person, query);
  }

  @ApiOperation({
    summary: 'What there is to be done in the role that asks: what is due, opening or overdue, and why',
    description: 'It follows from the trial ledger alone: nothing of the cell therapy unit is in it.',
  })
  @Get('work-list')
  @Action('read-work-list')
  @Answers(WORK_LIST_ANSWER)
  readWorkList(@CurrentPerson() person: Person, @Query() query: WorkListQuery): Promise<Page<WorkItem>> {
    return this.#work.list(person, query);
  }
}
