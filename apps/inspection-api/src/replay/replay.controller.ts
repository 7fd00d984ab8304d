import type { Person } from '@bali/access';
import { Action, CurrentPerson, EventStreams, LastEventId, type ServerSentEvent, TakesLong } from '@bali/http';
import {
  type EventMarks,
  type Page,
  type PatientAsOf,
  type PatientsAsOf,
  type StateView,
  type StepView,
  TrialReplay,
} from '@bali/queries';
import { Answers, PatientParameter } from '@bali/shared-routes';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  MARKS_ANSWER,
  PATIENT_AS_OF_ANSWER,
  PATIENTS_AS_OF_ANSWER,
  STATE_ANSWER,
  STEPS_ANSWER,
} from './replay-answers.js';
import { AsOfQuery, PatientsAsOfQuery, StateQuery, StepsQuery, StepStreamQuery } from './replay.dto.js';

/** The state of the trial as it was, and what each event changed. */
@ApiTags('Replay')
@Controller('replay')
@Action('replay-trial')
export class ReplayController {
  readonly #replay: TrialReplay;
  readonly #streams: EventStreams;

  constructor(@Inject(TrialReplay) replay: TrialReplay, @Inject(EventStreams) streams: EventStreams) {
    this.#replay = replay;
    this.#streams = streams;
  }

  @ApiOperation({ summary: 'The state of the trial as of an event or a moment' })
  @Get('state')
  @TakesLong()
  @Answers(STATE_ANSWER)
  readState(@CurrentPerson() person: Person, @Query() query: StateQuery): Promise<StateView> {
    return this.#replay.state(person, query, query.digest);
  }

  @ApiOperation({ summary: 'The patients that there were, in the order of their codes' })
  @Get('patients')
  @TakesLong()
  @Answers(PATIENTS_AS_OF_ANSWER)
  listPatientsAsOf(@CurrentPerson() person: Person, @Query() query: PatientsAsOfQuery): Promise<PatientsAsOf> {
    return this.#replay.patients(person, query);
  }

  @ApiOperation({ summary: "A patient's record as it was" })
  @Get('patients/:patient')
  @Answers(PATIENT_AS_OF_ANSWER)
  readPatientAsOf(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Query() query: AsOfQuery,
  ): Promise<PatientAsOf> {
    return this.#replay.patient(person, patient, query);
  }

  @ApiOperation({ summary: 'Where in the ledger randomizations, amputations, deaths, unblindings and corrections are' })
  @Get('marks')
  @Answers(MARKS_ANSWER)
  listMarks(@CurrentPerson() person: Person): readonly EventMarks[] {
    return this.#replay.marks(person);
  }

  @ApiOperation({ summary: 'What each event between two points changed, value by value' })
  @Get('steps')
  @TakesLong()
  @Answers(STEPS_ANSWER)
  listSteps(@CurrentPerson() person: Person, @Query() query: StepsQuery): Promise<Page<StepView>> {
    return this.#replay.steps(person, query);
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
    const first = lastEventId === undefined ? (from ?? 0) : lastEventId + 1;
    const follow = this.#replay.following(person, first);
    this.#streams.send(reply, (signal) => events(follow(signal)));
  }
}

async function* events(steps: AsyncIterable<StepView>): AsyncGenerator<ServerSentEvent> {
  for await (const step of steps) yield { id: step.position, event: step.type, data: JSON.stringify(step) };
}
