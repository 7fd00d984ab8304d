import { type Person, worksAt } from '@bali/access';
import { Action, CurrentPerson, EventStreams, LastEventId, type ServerSentEvent, Whole } from '@bali/http';
import type { EventStore } from '@bali/event-store';
import { siteOfPatient } from '@bali/protocol';
import { patientOfStream } from '@bali/trial';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Resources, RESOURCES } from '../resources.js';

class LiveFeedQuery {
  @Whole({
    description: 'begins with the event at this position; without it and without Last-Event-ID, with the next one',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
    optional: true,
  })
  readonly from?: number;
}

const decoder = new TextDecoder();

@ApiTags('Live feed')
@Controller('events')
@Action('read-events')
export class LiveFeedController {
  constructor(
    @Inject(RESOURCES) private readonly resources: Resources,
    @Inject(EventStreams) private readonly streams: EventStreams,
  ) {}

  @ApiOperation({
    summary: 'The events of the trial ledger as they come',
    description:
      "Server-sent events: `id` is the position, `event` the type, `data` the record's canonical JSON. Resumes after `Last-Event-ID`. " +
      'A site role gets what is about its own patients and the trial.',
  })
  @Get()
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'position of the last event that was received' })
  @ApiOkResponse({
    description: 'A stream that does not end by itself',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async followEvents(
    @CurrentPerson() person: Person,
    @Query() { from }: LiveFeedQuery,
    @LastEventId() lastEventId: number | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { trialLedger } = this.resources;
    const first = lastEventId === undefined ? (from ?? (await trialLedger.lastPosition()) + 1) : lastEventId + 1;
    this.streams.send(reply, (signal) => feed(trialLedger, first, signal, person));
  }
}

async function* feed(
  ledger: EventStore,
  first: number,
  signal: AbortSignal,
  person: Person,
): AsyncGenerator<ServerSentEvent> {
  for await (const page of ledger.follow(first, signal)) {
    for (const { position, stream, type, leaf } of page) {
      const patient = patientOfStream(stream);
      if (patient !== undefined && !worksAt(person, siteOfPatient(patient))) continue;
      yield { id: position, event: type, data: decoder.decode(leaf) };
    }
  }
}
