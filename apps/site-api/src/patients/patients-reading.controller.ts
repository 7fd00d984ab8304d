import type { Person } from '@bali/access';
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
import { type PatientEntry, patientStream, type PatientStatus, statusOf, TRIAL_STREAM } from '@bali/trial';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PatientParameter } from '../parameters.js';
import { Reading, ReadingQuery } from '../reading/reading.js';
import { type Resources, RESOURCES } from '../resources.js';
import { shownTexts } from '../reading/shown-texts.js';
import { FieldHistoryQuery, PatientListQuery } from './patients-reading.dto.js';

const LIST = 'patients by code';

/** A patient's record as it stands now. */
interface PatientView {
  readonly patient: string;
  readonly site: string;
  readonly status: PatientStatus;
  readonly revision: number;
  /** Each event with every correction applied. */
  readonly entries: readonly PatientEntry[];
  /** What the hashes in the entries stand for, as far as the reader may know. */
  readonly texts: Readonly<Record<string, string>>;
}

@ApiTags('Patients')
@Controller('patients')
@Action('read-patients')
export class PatientsReadingController {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  /** Patients in the order of their codes; a site role sees those of its own sites. */
  @Get()
  @ApiOkResponse({ description: 'A page of patients, and the cursor of the next one if there is more' })
  async list(@CurrentPerson() person: Person, @Query() query: PatientListQuery): Promise<Page<PatientSummary>> {
    await this.reading.recentEnough(query);
    const sites = this.reading.sitesFor(person, query.site);
    const filter = { ...(sites && { sites }), ...(query.status && { status: query.status }) };
    const after = query.cursor === undefined ? undefined : String(decodeCursor(LIST, query.cursor, 1)[0]);
    const { patients, next } = this.resources.queries.page(filter, after, query.limit ?? 50);
    return { items: patients, ...(next === undefined ? {} : { next: encodeCursor(LIST, [next]) }) };
  }

  /** A patient's record as it stands now, with every correction applied. The ETag is its revision. */
  @Get(':patient')
  @ApiOkResponse({ description: 'The record as it stands now' })
  async patient(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: ReadingQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PatientView> {
    const { site, records } = await this.recordOf(person, patient, query);
    const { state, revision } = await this.resources.patients.load(patientStream(patient));
    setEntityTag(reply, revision);
    const texts = shownTexts(records, await this.reading.textsFor(person, records, site));
    return { patient, site, status: statusOf(state), revision, entries: state.entries, texts };
  }

  /** What happened to a patient, in the order in which it happened; late entries and corrections are marked. */
  @Get(':patient/timeline')
  @ApiOkResponse({ description: 'What happened, in the order in which it happened' })
  async timeline(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: ReadingQuery,
  ): Promise<readonly TimelineEntry[]> {
    const { site, records } = await this.recordOf(person, patient, query);
    const { state } = await this.resources.trials.load(TRIAL_STREAM);
    return patientTimeline(records, siteTimeZone(state)(site));
  }

  /** The history of each value: initial entry, every correction, who, when and why. */
  @Get(':patient/fields')
  @ApiOkResponse({ description: 'The history of each field' })
  async fields(
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
