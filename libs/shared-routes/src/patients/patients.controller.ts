import type { Person } from '@bali/access';
import { Action, CurrentPerson, setEntityTag } from '@bali/http';
import type { FieldVerification } from '@bali/trial';
import type { FieldHistory, PatientSummary, TimelineEntry } from '@bali/projections';
import { type Page, PatientQueries, type PatientView, type WithTexts } from '@bali/queries';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Answers } from '../answers/answers.js';
import { AtLeastQuery } from '../at-least.dto.js';
import { VERIFICATION_ANSWER } from '../monitoring/verification-answers.js';
import { FIELD_HISTORY_ANSWER, PATIENT_ANSWER, PATIENTS_ANSWER, TIMELINE_ANSWER } from './patient-answers.js';
import { PatientParameter } from './patient-parameter.js';
import { FieldHistoryQuery, PatientListQuery } from './patients.dto.js';

@ApiTags('Patients')
@Controller('patients')
@Action('read-patients')
export class PatientsController {
  readonly #patients: PatientQueries;

  constructor(@Inject(PatientQueries) patients: PatientQueries) {
    this.#patients = patients;
  }

  @ApiOperation({ summary: 'Patients in the order of their codes; a site role sees those of its own sites' })
  @Get()
  @Answers(PATIENTS_ANSWER)
  listPatients(@CurrentPerson() person: Person, @Query() query: PatientListQuery): Promise<Page<PatientSummary>> {
    return this.#patients.list(person, query);
  }

  @ApiOperation({
    summary: "A patient's record as it stands now, with every correction applied",
    description: 'The ETag is its revision.',
  })
  @Get(':patient')
  @Answers(PATIENT_ANSWER)
  async readPatient(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: AtLeastQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PatientView> {
    const chart = await this.#patients.chart(person, patient, query);
    setEntityTag(reply, chart.revision);
    return chart;
  }

  @ApiOperation({
    summary: 'What happened to a patient, in the order in which it happened; late entries and corrections are marked',
  })
  @Get(':patient/timeline')
  @Answers(TIMELINE_ANSWER)
  readTimeline(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: AtLeastQuery,
  ): Promise<readonly WithTexts<TimelineEntry>[]> {
    return this.#patients.timeline(person, patient, query);
  }

  @ApiOperation({ summary: 'The history of each value: initial entry, every correction, who, when and why' })
  @Get(':patient/fields')
  @Answers(FIELD_HISTORY_ANSWER)
  readFieldHistory(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: FieldHistoryQuery,
  ): Promise<readonly WithTexts<FieldHistory>[]> {
    return this.#patients.fieldHistory(person, patient, query);
  }

  @ApiOperation({
    summary: 'How each value stands that can be compared with its source: verified, broken since, or not',
  })
  @Get(':patient/source-data-verification')
  @Answers(VERIFICATION_ANSWER)
  readVerification(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: AtLeastQuery,
  ): Promise<readonly FieldVerification[]> {
    return this.#patients.verification(person, patient, query);
  }
}
