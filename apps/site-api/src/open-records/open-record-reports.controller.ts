import type { Person } from '@bali/access';
import { type Invocation, type OpenRecordClock, OpenRecordReports } from '@bali/commands';
import {
  Action,
  Command,
  CurrentInvocation,
  CurrentPerson,
  Origin,
  Padded,
  type RequestOrigin,
  Unobserved,
} from '@bali/http';
import { Recording } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OpenRecordAnswer } from './open-record.dto.js';
import {
  OPEN_RECORD_CLOCKS_ANSWER,
  OPEN_RECORD_REPORT_EXAMPLE,
  OpenRecordParameter,
  OpenRecordReportDto,
  openRecordReportIn,
} from './open-record-report.dto.js';

/** The clocks of what stands in open records alone. In no line of the log and no metric: more of it happens in one arm than in the other. */
@ApiTags('Safety')
@Controller()
@Unobserved()
export class OpenRecordReportsController {
  constructor(
    @Inject(OpenRecordReports) private readonly reports: OpenRecordReports,
    @Inject(Recording) private readonly recording: Recording,
  ) {}

  @ApiOperation({
    summary: 'The clocks of serious adverse events that stand in open records: until when, and which are met',
    description:
      'For the unblinded safety officer; for the sponsor and the analysis once the trial is unblinded. That they are read is recorded before.',
  })
  @Get('open-record-clocks')
  @Action('read-case-outcomes')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(OPEN_RECORD_CLOCKS_ANSWER)
  listOpenRecordClocks(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<readonly OpenRecordClock[]> {
    return this.reports.clocks({ person, ...origin });
  }

  @ApiOperation({
    summary: 'Records sealed what came of a serious adverse event in an open record, which meets its clock',
    description: 'It goes to the sealed ledger alone, until the trial is unblinded.',
  })
  @Post('patients/:patient/open-records/:record/reports')
  @Command('document-case-outcome')
  @ApiCreatedResponse({ description: 'Recorded, and durable', type: OpenRecordAnswer })
  @ApiBody({ type: OpenRecordReportDto, examples: { 'a report': { value: OPEN_RECORD_REPORT_EXAMPLE } } })
  @Padded(ARM_BLOCK_BYTES.records)
  async reportOpenRecord(
    @CurrentInvocation() invocation: Invocation,
    @Param() about: OpenRecordParameter,
    @Body() body: OpenRecordReportDto,
  ): Promise<OpenRecordAnswer> {
    const { command, given } = this.recording.takeSealed(invocation, (texts) => openRecordReportIn(about, body, texts));
    return new OpenRecordAnswer(await this.reports.report(command, given));
  }
}
