import { requireOwnSite } from '@bali/access';
import { StoreOverloaded, StoreUnavailable } from '@bali/event-store';
import {
  Action,
  CalendarDate,
  Command,
  CurrentInvocation,
  Decimal,
  EventStreams,
  Instant,
  LastEventId,
  ListOf,
  Metrics,
  Nested,
  OneOf,
  OpenToAnyone,
  PatientCode,
  type ServerSentEvent,
  setEntityTag,
  Text,
  TriesCredentials,
  Whole,
  WordsOf,
  YesOrNo,
} from '@bali/http';
import { commandIdentifier, type Invocation } from '@bali/commands';
import { canonicalJson } from '@bali/ledger';
import { Body, Controller, Get, Inject, Module, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';

export class PathOfPatient {
  @PatientCode({ description: 'the patient' })
  readonly patient!: string;
}

export class Ulcer {
  @OneOf({ description: 'where it is', of: ['toe', 'forefoot', 'heel'] })
  readonly site!: string;

  @Decimal({ description: 'its area', min: '0', max: '500', maxFractionDigits: 1, unit: 'cm²', example: '2.5' })
  readonly area!: string;
}

export class Pressure {
  @Whole({ description: 'toe pressure', min: 0, max: 300, unit: 'mmHg' })
  readonly toe!: number;
}

export class Visit {
  @CalendarDate({ description: 'the day of the visit' })
  readonly visitedOn!: string;

  @Instant({ description: 'when the pressure was taken', optional: true })
  readonly measuredAt?: string;

  @YesOrNo({ description: 'whether there was rest pain' })
  readonly restPain!: boolean;

  @ListOf(() => Ulcer, { description: 'the ulcers', max: 20 })
  readonly ulcers!: readonly Ulcer[];

  @Nested(() => Pressure, { description: 'pressures', optional: true })
  readonly pressure?: Pressure;

  @WordsOf({ description: 'symptoms', of: ['pain', 'fever'], max: 2, optional: true })
  readonly symptoms?: readonly string[];

  @Text({ description: 'a comment', max: 200, optional: true })
  readonly comment?: string;
}

export class PageOfPatients {
  @Whole({ description: 'how many', min: 1, max: 100, fromText: true, optional: true })
  readonly limit?: number;
}

export class SignIn {
  @Text({ description: 'the password', max: 128 })
  readonly password!: string;
}

const identityOf = commandIdentifier('NCT00904501');

export const SECRET = 'connection string esdb://admin:changeit@db';

/** An API of a few routes that uses everything that this room offers. */
@Controller()
export class SampleController {
  readonly #streams: EventStreams;
  readonly #metrics: Metrics;
  /** How many feeds are being followed just now. */
  static following = 0;

  constructor(@Inject(EventStreams) streams: EventStreams, @Inject(Metrics) metrics: Metrics) {
    this.#streams = streams;
    this.#metrics = metrics;
  }

  @Post('patients/:patient/visits')
  @Command('record-follow-up')
  record(
    @Param() path: PathOfPatient,
    @Body() visit: Visit,
    @CurrentInvocation() invocation: Invocation,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): object {
    const { person, expectedRevision, requestId, source } = invocation;
    requireOwnSite(person, path.patient.slice(0, 3));
    const identity = identityOf({ ...invocation, userId: person.userId, body: visit });
    this.#metrics.commandDone('record-follow-up', 'recorded');
    setEntityTag(reply, (expectedRevision ?? -1) + 1);
    return { ...identity, correlationId: requestId, source, recorded: canonicalJson(visit) };
  }

  @Get('patients')
  @Action('read-patients')
  list(@Query() query: PageOfPatients): object {
    return { limit: query.limit ?? 20 };
  }

  @Post('sign-ins')
  @TriesCredentials()
  @OpenToAnyone('nobody has a token before')
  signIn(@Body() _: SignIn): object {
    return {};
  }

  @Get('feed')
  @Action('read-events')
  feed(@LastEventId() last: number | undefined, @Res() reply: FastifyReply): void {
    this.#streams.send(reply, (signal) => endlessFeed((last ?? -1) + 1, signal));
  }

  @Get('failures/:kind')
  @OpenToAnyone('a test looks at it')
  fail(@Param('kind') kind: string): never {
    if (kind === 'overloaded') throw new StoreOverloaded(10_000);
    if (kind === 'unavailable') throw new StoreUnavailable(SECRET);
    throw new Error(SECRET);
  }
}

async function* endlessFeed(from: number, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
  SampleController.following += 1;
  try {
    for (let id = from; ; id += 1) {
      yield { id, event: 'PatientScreened', data: JSON.stringify({ position: id, padding: 'x'.repeat(1000) }) };
      if (id % 10 === 9) await sleep(1, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  } finally {
    SampleController.following -= 1;
  }
}

@Module({ controllers: [SampleController] })
export class SampleModule {}
