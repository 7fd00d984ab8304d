import type { Person } from '@bali/access';
import { Action, CurrentPerson, EventStreams, LastEventId, type ServerSentEvent, Whole } from '@bali/http';
import { type FedEvent, LiveFeed } from '@bali/queries';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

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

@ApiTags('Live feed')
@Controller('events')
@Action('read-events')
export class LiveFeedController {
  readonly #feed: LiveFeed;
  readonly #streams: EventStreams;

  constructor(@Inject(LiveFeed) feed: LiveFeed, @Inject(EventStreams) streams: EventStreams) {
    this.#feed = feed;
    this.#streams = streams;
  }

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
    const first = lastEventId === undefined ? (from ?? (await this.#feed.nextPosition())) : lastEventId + 1;
    this.#streams.send(reply, (signal) => sent(this.#feed.eventsFor(person, first, signal)));
  }
}

async function* sent(events: AsyncIterable<FedEvent>): AsyncGenerator<ServerSentEvent> {
  for await (const { position, type, json } of events) yield { id: position, event: type, data: json };
}
