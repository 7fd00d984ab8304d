import {
  Action,
  CurrentPerson,
  decodeCursor,
  encodeCursor,
  EventStreams,
  LastEventId,
  type Page,
  Problem,
  PROBLEMS,
  type ServerSentEvent,
} from '@bali/http';
import type { EventStore, StoredEvent } from '@bali/event-store';
import { recordsAt, type Step, stepsThrough } from '@bali/projections';
import type { Person } from '@bali/access';
import { Answers, PatientParameter } from '@bali/trial-reading';
import { isOpen, sitesOf, statusOf, targetInForce } from '@bali/trial';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { INSPECTION_PROBLEMS } from '../inspection-problems.js';
import { assertMayRead } from '../ledgers/rights.js';
import { type Resources, RESOURCES } from '../resources.js';
import {
  PATIENT_AS_OF_ANSWER,
  type PatientAsOf,
  PATIENTS_AS_OF_ANSWER,
  type PatientsAsOf,
  STATE_ANSWER,
  type StateView,
  STEPS_ANSWER,
  type StepView,
} from './replay-answers.js';
import { AsOfQuery, PatientsAsOfQuery, StateQuery, StepsQuery, StepStreamQuery } from './replay.dto.js';

const LIST = 'patients as of';
/** Up to here the whole state is held in memory for the digests of steps. */
const MOST_EVENTS_WITH_DIGESTS = 20_000;

/** The state of the trial as it was, and what each event changed. */
@ApiTags('Replay')
@Controller('replay')
@Action('replay-trial')
export class ReplayController {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  @ApiOperation({ summary: 'The state of the trial as of an event or a moment' })
  @Get('state')
  @Answers(STATE_ANSWER)
  async readState(@CurrentPerson() person: Person, @Query() query: StateQuery): Promise<StateView> {
    const position = this.positionOf(person, query);
    const { asOf, trialLedger } = this.resources;
    const trial = await asOf.trial(position);
    const [last] = position < 0 ? [] : await recordsAt(trialLedger, [position]);
    return {
      position,
      ...(last === undefined ? {} : { recordedAt: last.record.metadata.recordedAt }),
      targetInForce: targetInForce(trial),
      openSites: sitesOf(trial)
        .filter(isOpen)
        .map(({ code }) => code),
      patients: asOf.statusCounts(position),
      ...(query.digest === true ? { digest: await asOf.digest(position) } : {}),
    };
  }

  @ApiOperation({ summary: 'The patients that there were, in the order of their codes' })
  @Get('patients')
  @Answers(PATIENTS_AS_OF_ANSWER)
  async listPatientsAsOf(@CurrentPerson() person: Person, @Query() query: PatientsAsOfQuery): Promise<PatientsAsOf> {
    const position = this.positionOf(person, query);
    const { site, status, cursor, limit = 50 } = query;
    const after = cursor === undefined ? undefined : String(decodeCursor(LIST, cursor, 1)[0]);
    const filter = { ...(site && { sites: [site] }), ...(status && { status }) };
    const { patients, next } = await this.resources.asOf.page(position, filter, after, limit);
    return { position, items: patients, ...(next === undefined ? {} : { next: encodeCursor(LIST, [next]) }) };
  }

  @ApiOperation({ summary: "A patient's record as it was" })
  @Get('patients/:patient')
  @Answers(PATIENT_AS_OF_ANSWER)
  async readPatientAsOf(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: AsOfQuery,
  ): Promise<PatientAsOf> {
    const position = this.positionOf(person, query);
    const state = await this.resources.asOf.patient(position, patient);
    if (state === undefined)
      throw new Problem(PROBLEMS['not-found'], { detail: 'there was no patient of this code then' });
    return { position, patient, status: statusOf(state), entries: state.entries };
  }

  @ApiOperation({ summary: 'What each event between two points changed, value by value' })
  @Get('steps')
  @Answers(STEPS_ANSWER)
  async listSteps(@CurrentPerson() person: Person, @Query() query: StepsQuery): Promise<Page<StepView>> {
    assertMayRead(person, 'trial');
    const { from, limit = 50, digests = false } = query;
    const to = query.to ?? this.resources.runner.lastApplied;
    this.assertApplied(Math.max(from, to));
    if (digests && to > MOST_EVENTS_WITH_DIGESTS) {
      const detail = `digests of steps are given up to event ${MOST_EVENTS_WITH_DIGESTS}: ask for that of a state`;
      throw new Problem(INSPECTION_PROBLEMS['beyond-the-end'], { detail });
    }
    const { trialLedger, asOf } = this.resources;
    const items: StepView[] = [];
    for await (const step of stepsThrough(upTo(trialLedger, from, to), asOf, from - 1, { digests })) {
      items.push(viewOf(step));
      if (items.length === limit) break;
    }
    const last = items.at(-1)?.position ?? to;
    return { items, ...(last < to ? { next: String(last + 1) } : {}) };
  }

  @ApiOperation({
    summary: 'Steps as a stream, and those that come',
    description:
      'Server-sent events: `id` is the position, `event` the type, `data` a step. Resumes after `Last-Event-ID`.',
  })
  @Get('steps/stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'position of the last event that was received' })
  @ApiOkResponse({
    description: 'A stream that does not end by itself',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  followSteps(
    @CurrentPerson() person: Person,
    @Query() { from }: StepStreamQuery,
    @LastEventId() lastEventId: number | undefined,
    @Res() reply: FastifyReply,
  ): void {
    assertMayRead(person, 'trial');
    const first = lastEventId === undefined ? (from ?? 0) : lastEventId + 1;
    const { trialLedger, asOf } = this.resources;
    this.streams.send(reply, (signal) => events(stepsThrough(trialLedger.follow(first, signal), asOf, first - 1)));
  }

  /** @throws Problem `beyond-the-end` */
  private positionOf(person: Person, { position, instant }: AsOfQuery): number {
    assertMayRead(person, 'trial');
    const { asOf, runner } = this.resources;
    const last = instant === undefined ? runner.lastApplied : asOf.positionAt(instant);
    if (position === undefined) return last;
    this.assertApplied(position);
    return instant === undefined ? position : Math.min(position, last);
  }

  private assertApplied(position: number): void {
    const { lastApplied } = this.resources.runner;
    if (position <= lastApplied) return;
    throw new Problem(INSPECTION_PROBLEMS['beyond-the-end'], { detail: `the ledger ends with event ${lastApplied}` });
  }
}

async function* upTo(ledger: EventStore, from: number, to: number): AsyncGenerator<readonly StoredEvent[]> {
  for await (const page of ledger.read(from)) {
    const wanted = page.filter(({ position }) => position <= to);
    if (wanted.length > 0) yield wanted;
    if (wanted.length < page.length) return;
  }
}

async function* events(steps: AsyncIterable<Step>): AsyncGenerator<ServerSentEvent> {
  for await (const step of steps) {
    yield { id: step.position, event: step.record.type, data: JSON.stringify(viewOf(step)) };
  }
}

function viewOf({ position, record, differences, digest }: Step): StepView {
  const { type, stream, metadata } = record;
  const { recordedAt, actor } = metadata;
  return { position, type, stream, recordedAt, actor, differences, ...(digest === undefined ? {} : { digest }) };
}
