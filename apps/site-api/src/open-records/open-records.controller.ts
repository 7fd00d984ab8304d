import { type Invocation, OpenRecords, type ShownOpenRecord } from '@bali/commands';
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
import type { Person } from '@bali/access';
import { TrialStateQueries } from '@bali/projections';
import { requireOwnPatient } from '@bali/queries';
import { PatientParameter, Recording } from '@bali/recording';
import { Answers, ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  OPEN_RECORD_EXAMPLE,
  OPEN_RECORDS_ANSWER,
  OpenRecordAnswer,
  OpenRecordDto,
  openRecordIn,
} from './open-record.dto.js';

/**
 * What happens because of the arm, by clinicians who were told it as planned. In no line of the log and no metric: it happens more often
 * in one arm than in the other.
 */
@ApiTags('Blinding')
@Controller('patients/:patient/open-records')
@Unobserved()
export class OpenRecordsController {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(OpenRecords) private readonly records: OpenRecords,
    @Inject(TrialStateQueries) private readonly whereabouts: TrialStateQueries,
  ) {}

  @ApiOperation({
    summary: 'Records sealed what happened because of the arm, by a clinician who was told it as planned',
    description:
      'A treatment, an adverse event, a contact for safety, or that an earlier such record was wrong. It goes to the sealed ledger ' +
      'alone, until the trial is unblinded.',
  })
  @Post()
  @Command('make-open-records')
  @ApiCreatedResponse({ description: 'Recorded, and durable', type: OpenRecordAnswer })
  @ApiBody({ type: OpenRecordDto, examples: { 'a contact': { value: OPEN_RECORD_EXAMPLE } } })
  @Padded(ARM_BLOCK_BYTES.records)
  async makeOpenRecord(
    @CurrentInvocation() invocation: Invocation,
    @Param() { patient }: PatientParameter,
    @Body() body: OpenRecordDto,
  ): Promise<OpenRecordAnswer> {
    requireOwnPatient(invocation.person, patient, this.whereabouts);
    const { command, given } = this.recording.takeSealed(invocation, (texts) => openRecordIn(patient, body, texts));
    return new OpenRecordAnswer(await this.records.record(command, given));
  }

  @ApiOperation({
    summary: 'What was recorded sealed because of the arm, for the clinicians who were told it as planned',
  })
  @Get()
  @Action('read-open-records')
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(OPEN_RECORDS_ANSWER)
  readOpenRecords(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Param() { patient }: PatientParameter,
  ): Promise<readonly ShownOpenRecord[]> {
    requireOwnPatient(person, patient, this.whereabouts);
    return this.records.of(patient, { person, ...origin });
  }
}
