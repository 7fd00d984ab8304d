import { type Person, permits } from '@bali/access';
import { OpenRecordReports } from '@bali/commands';
import {
  Action,
  CurrentPerson,
  EventStreams,
  LastEventId,
  Origin,
  type RequestOrigin,
  type ServerSentEvent,
  Whole,
} from '@bali/http';
import { type FedEvent, LiveFeed, type SafetyReminder, SafetyReminders } from '@bali/queries';
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

  readonly #reminders: SafetyReminders;
  readonly #openRecords: OpenRecordReports;

  constructor(
    @Inject(LiveFeed) feed: LiveFeed,
    @Inject(EventStreams) streams: EventStreams,
    @Inject(SafetyReminders) reminders: SafetyReminders,
    @Inject(OpenRecordReports) openRecords: OpenRecordReports,
  ) {
    this.#openRecords = openRecords;
    this.#feed = feed;
    this.#reminders = reminders;
    this.#streams = streams;
  }

  @ApiOperation({
    summary: 'The events of the trial ledger as they come',
    description:
      "Server-sent events: `id` is the position, `event` the type, `data` the record's canonical JSON. Resumes after `Last-Event-ID`. " +
      'A site role gets what is about its own patients and the trial. A safety officer, blinded or not, is also reminded of clocks that end within three ' +
      'days (`safety-reminder`, without an `id`): at the beginning, and after each event that can change one, the daily anchor included. The unblinded one is told at the ' +
      'beginning and with each anchor how many clocks of open records end so (`open-record-reminder`, always of one length).',
  })
  @Get()
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'position of the last event that was received' })
  @ApiOkResponse({
    description: 'A stream that does not end by itself',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async followEvents(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Query() { from }: LiveFeedQuery,
    @LastEventId() lastEventId: number | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const first = await this.#feed.firstPosition(lastEventId, from);
    const isReminded = REMINDED.some((action) => permits(person.role, action));
    const remindersOf = isReminded ? () => this.#reminders.due() : () => [];
    const mayKnow = permits(person.role, 'document-case-outcome');
    const openRecordsDue = mayKnow ? () => this.#openRecords.due({ person, ...origin }) : undefined;
    this.#streams.send(reply, (signal) =>
      sent(this.#feed.eventsFor(person, first, signal), remindersOf, openRecordsDue),
    );
  }
}

/** Whoever assesses cases, or reports them, is reminded of their clocks. */
const REMINDED = ['assess-adverse-event', 'document-case-outcome'] as const;

/** It comes every day, whatever happened. */
const ANCHOR = 'SealedLedgerAnchored';

/** Whoever sees the length of what is sent learns nothing of it. */
function ofOneLength(due: number): string {
  return JSON.stringify({ due: String(Math.min(due, 999)).padStart(3, '0') });
}

/** After these a clock may have begun or ended; an anchor comes every day, so that nobody waits longer than that. */
const REMINDING = [ANCHOR, 'HandedToUnblindedSafety', 'CaseClosed', 'EntryAnnulled', 'DataCorrected'];

async function* sent(
  events: AsyncIterable<FedEvent>,
  remindersDue: () => readonly SafetyReminder[],
  openRecordsDue: (() => Promise<number>) | undefined,
): AsyncGenerator<ServerSentEvent> {
  const reminded = new Set<string>();
  const reminders = function* () {
    for (const reminder of remindersDue()) {
      const data = JSON.stringify(reminder);
      if (!reminded.has(data)) yield { event: 'safety-reminder', data };
      reminded.add(data);
    }
  };
  const openRecords = async function* (): AsyncGenerator<ServerSentEvent> {
    if (openRecordsDue !== undefined)
      yield { event: 'open-record-reminder', data: ofOneLength(await openRecordsDue()) };
  };
  yield* reminders();
  yield* openRecords();
  for await (const { position, type, json } of events) {
    yield { id: position, event: type, data: json };
    if (type.startsWith('AdverseEvent') || REMINDING.includes(type)) yield* reminders();
    if (type === ANCHOR) yield* openRecords();
  }
}
