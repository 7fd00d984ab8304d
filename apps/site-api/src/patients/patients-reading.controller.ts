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
import { patientStream, statusOf, TRIAL_STREAM } from '@bali/trial';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PatientParameter } from '../parameters.js';
import { Answers } from '../answers/answers.js';
import { FIELD_HISTORY_ANSWER, PATIENT_ANSWER, PATIENTS_ANSWER, TIMELINE_ANSWER } from './patient-answers.js';
import type { PatientView } from './patient-view.js';
import { Reading, ReadingQuery } from '../reading/reading.js';
import { type Resources, RESOURCES } from '../resources.js';
import { shownTexts } from '../reading/shown-texts.js';
import { FieldHistoryQuery, PatientListQuery } from './patients-reading.dto.js';

const LIST = 'patients by code';

@ApiTags('Patients')
@Controller('patients')
@Action('read-patients')
export class PatientsReadingController {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  @ApiOperation({ summary: 'Patients in the order of their codes; a site role sees those of its own sites' })
  @Get()
  @Answers(PATIENTS_ANSWER)
  async listPatients(@CurrentPerson() person: Person, @Query() query: PatientListQuery): Promise<Page<PatientSummary>> {
    await this.reading.recentEnough(query);
    const sites = this.reading.sitesFor(person, query.site);
    const filter = { ...(sites && { sites }), ...(query.status && { status: query.status }) };
    const after = query.cursor === undefined ? undefined : String(decodeCursor(LIST, query.cursor, 1)[0]);
    const { patients, next } = this.resources.queries.page(filter, after, query.limit ?? 50);
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
    const { state, revision } = await this.resources.patients.load(patientStream(patient));
    setEntityTag(reply, revision);
    const texts = shownTexts(records, await this.reading.textsFor(person, records, site));
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
    const { state } = await this.resources.trials.load(TRIAL_STREAM);
    return patientTimeline(records, siteTimeZone(state)(site));
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
    const site = this.reading.siteFor(person, patient);
    await this.reading.recentEnough(query);
    const stored = await this.resources.trialLedger.readStream(patientStream(patient));
    if (stored.length === 0) throw new Problem(PROBLEMS['not-found'], { detail: 'there is no patient of this code' });
    return { site, records: stored.map(({ leaf }) => recordOf(leaf)) };
  }
}
