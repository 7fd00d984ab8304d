import { type Person, signatureStandings } from '@bali/access';
import {
  Action,
  CurrentPerson,
  decodeCursor,
  encodeCursor,
  type Page,
  Problem,
  PROBLEMS,
  setEntityTag,
} from '@bali/http';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import {
  type FieldHistory,
  fieldHistory,
  type PatientSummary,
  patientTimeline,
  siteTimeZone,
  type TimelineEntry,
} from '@bali/projections';
import { evolvePatient, initialPatientState, patientStream, statusOf } from '@bali/trial';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PatientParameter } from './patient-parameter.js';
import { Answers } from '../answers/answers.js';
import { FIELD_HISTORY_ANSWER, PATIENT_ANSWER, PATIENTS_ANSWER, TIMELINE_ANSWER } from './patient-answers.js';
import type { PatientView } from './patient-view.js';
import { Reading, ReadingQuery } from '../reading/reading.js';
import { TRIAL_READING, type TrialReading } from '../trial-reading.js';
import { shownTexts } from '../reading/shown-texts.js';
import { FieldHistoryQuery, PatientListQuery } from './patients-reading.dto.js';

const LIST = 'patients by code';

@ApiTags('Patients')
@Controller('patients')
@Action('read-patients')
export class PatientsReadingController {
  readonly #source: TrialReading;
  readonly #reading: Reading;

  constructor(@Inject(TRIAL_READING) source: TrialReading, @Inject(Reading) reading: Reading) {
    this.#source = source;
    this.#reading = reading;
  }

  @ApiOperation({ summary: 'Patients in the order of their codes; a site role sees those of its own sites' })
  @Get()
  @Answers(PATIENTS_ANSWER)
  async listPatients(@CurrentPerson() person: Person, @Query() query: PatientListQuery): Promise<Page<PatientSummary>> {
    await this.#reading.recentEnough(query);
    const sites = this.#reading.sitesFor(person, query.site);
    const filter = { ...(sites && { sites }), ...(query.status && { status: query.status }) };
    const after = query.cursor === undefined ? undefined : String(decodeCursor(LIST, query.cursor, 1)[0]);
    const { patients, next } = this.#source.queries.page(filter, after, query.limit ?? 50);
    return { items: patients, ...(next === undefined ? {} : { next: encodeCursor(LIST, [next]) }) };
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
    @Query() query: ReadingQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PatientView> {
    const { site, records } = await this.recordOf(person, patient, query);
    const state = records.reduce(evolvePatient, initialPatientState);
    const revision = records.length - 1;
    setEntityTag(reply, revision);
    const texts = shownTexts(records, await this.#reading.textsFor(person, records, site));
    const signatures = signatureStandings(records);
    return { patient, site, status: statusOf(state), revision, entries: state.entries, signatures, texts };
  }

  @ApiOperation({
    summary: 'What happened to a patient, in the order in which it happened; late entries and corrections are marked',
  })
  @Get(':patient/timeline')
  @Answers(TIMELINE_ANSWER)
  async readTimeline(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: ReadingQuery,
  ): Promise<readonly TimelineEntry[]> {
    const { site, records } = await this.recordOf(person, patient, query);
    return patientTimeline(records, siteTimeZone(this.#source.queries.trial())(site));
  }

  @ApiOperation({ summary: 'The history of each value: initial entry, every correction, who, when and why' })
  @Get(':patient/fields')
  @Answers(FIELD_HISTORY_ANSWER)
  async readFieldHistory(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: FieldHistoryQuery,
  ): Promise<readonly FieldHistory[]> {
    const { records } = await this.recordOf(person, patient, query);
    const { event, field } = query;
    return fieldHistory(records, { ...(event && { event }), ...(field && { field }) });
  }

  private async recordOf(
    person: Person,
    patient: string,
    query: ReadingQuery,
  ): Promise<{ site: string; records: readonly LedgerRecord[] }> {
    const site = this.#reading.siteFor(person, patient);
    await this.#reading.recentEnough(query);
    const stored = await this.#source.trialLedger.readStream(patientStream(patient));
    if (stored.length === 0) throw new Problem(PROBLEMS['not-found'], { detail: 'there is no patient of this code' });
    return { site, records: stored.map(({ leaf }) => recordOf(leaf)) };
  }
}
