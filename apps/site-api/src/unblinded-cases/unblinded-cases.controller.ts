import type { Person } from '@bali/access';
import { type Invocation, type OpenedCase, type UnblindedCase, UnblindedCases } from '@bali/commands';
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
import { AdverseEventParameter, Recording } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CASE_OUTCOME_EXAMPLE,
  CaseOutcomeAnswer,
  CaseOutcomeDto,
  caseOutcomeIn,
  OPENED_CASE_ANSWER,
  UNBLINDED_CASES_ANSWER,
} from './unblinded-case.dto.js';

/**
 * Cases that were handed over for a report, for those who may know what was given. In no line of the log and no metric: what was sent, and
 * how often, tells what was given.
 */
@ApiTags('Safety')
@Controller()
@Unobserved()
export class UnblindedCasesController {
  constructor(
    @Inject(UnblindedCases) private readonly cases: UnblindedCases,
    @Inject(Recording) private readonly recording: Recording,
  ) {}

  @ApiOperation({
    summary: 'The cases that were handed over for a report: what is to be done until when, and what came of each',
    description: 'For the unblinded safety officer; for the sponsor and the analysis once the trial is unblinded.',
  })
  @Get('unblinded-cases')
  @Action('read-case-outcomes')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(UNBLINDED_CASES_ANSWER)
  listUnblindedCases(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<readonly UnblindedCase[]> {
    return this.cases.all({ person, ...origin });
  }

  @ApiOperation({
    summary: 'What was given to the patient of a case that was handed over, for its report',
    description:
      'That it is shown is recorded before: that somebody read on that day in the access ledger, and what in the sealed one.',
  })
  @Get('patients/:patient/adverse-events/:number/unblinded-case')
  @Action('open-case-for-report')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(OPENED_CASE_ANSWER)
  openCaseForReport(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Param() { patient, number }: AdverseEventParameter,
  ): Promise<OpenedCase> {
    return this.cases.open({ patient, number }, { person, ...origin });
  }

  @ApiOperation({
    summary: 'Records sealed what came of a case that was handed over: the decision, what was sent, its receipt',
    description:
      'It goes to the sealed ledger alone. Where nothing is sent, that is recorded too, and that no receipt is expected: as much is ' +
      'recorded in either arm.',
  })
  @Post('patients/:patient/adverse-events/:number/unblinded-case/records')
  @Command('document-case-outcome')
  @ApiCreatedResponse({ description: 'Recorded, and durable', type: CaseOutcomeAnswer })
  @ApiBody({ type: CaseOutcomeDto, examples: { 'a decision': { value: CASE_OUTCOME_EXAMPLE } } })
  @Padded(ARM_BLOCK_BYTES.records)
  async recordCaseOutcome(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient, number }: AdverseEventParameter,
    @Body() body: CaseOutcomeDto,
  ): Promise<CaseOutcomeAnswer> {
    const about = { patient, number };
    const { command, given } = this.recording.takeSealed(invocation, (texts) => caseOutcomeIn(about, body, texts));
    return new CaseOutcomeAnswer(await this.cases.record(command, given));
  }
}
