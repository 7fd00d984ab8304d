import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { storageFailureOf } from '@bali/event-store';
import { type Person, RoleRefused, TokenRefused, type TokenVerifier } from '@bali/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { HTTP_OPTIONS, type HttpOptions, TOKEN_VERIFIER } from '../http-options.js';
import { personOf } from '../security/current-person.js';
import { Shares } from '../security/shares.js';
import { type AskedBy, whoAsks } from '../security/who-asks.js';
import { clientGone } from './client-gone.js';
import { type ServerSentEvent, textOfEvents } from './server-sent-events.js';

/** A person has a few programs that follow; a hospital, whose people share an address, has a few such people. */
const FEED_LIMITS = { perAccount: 20, perAddress: 250, inAll: 1_000 };
const KEEP_ALIVE_MS = 15_000;

/** The feeds that are open: each ends when its client goes, or when the application closes. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  readonly #closing = new AbortController();
  readonly #options: HttpOptions;
  readonly #askedBy: AskedBy;
  readonly #shares: Shares;

  constructor(@Inject(HTTP_OPTIONS) options: HttpOptions, @Inject(TOKEN_VERIFIER) verifier: TokenVerifier) {
    this.#options = options;
    this.#shares = new Shares('live feeds', options.feedLimits ?? FEED_LIMITS);
    this.#askedBy = { verifier, byCookie: options.pages !== undefined };
  }

  /**
   * Answers with server-sent events, until they end, the client goes, or the application closes.
   *
   * Takes from the source only what the client takes: a slow client costs no memory, and one that has stalled is cut off.
   * Ends before the first event that comes after its reader was signed out, or lost the role or a site.
   * @param follow begins at the right place, and ends when the signal is aborted.
   * @throws Problem `too-many-at-once` or `not-available` when too many streams are open.
   */
  send(reply: FastifyReply, follow: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>): void {
    this.#shares.takeWhileOpen(reply);
    const signal = AbortSignal.any([clientGone(reply), this.#closing.signal]);
    const texts = this.#logged(reply, textOfEvents(this.#whileAllowed(reply, follow(signal)), signal, KEEP_ALIVE_MS));
    void reply
      .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
      .send(Readable.from(texts));
  }

  async *#whileAllowed(
    { request }: FastifyReply,
    events: AsyncIterable<ServerSentEvent>,
  ): AsyncGenerator<ServerSentEvent> {
    const reader = personOf(request);
    for await (const event of events) {
      if (reader !== undefined && !(await this.#isStill(reader, request))) return;
      yield event;
    }
  }

  /** Whether the token that the feed was asked for with still names the same person, in the same role, at the same sites. */
  async #isStill(reader: Person, request: FastifyRequest): Promise<boolean> {
    try {
      const now = await whoAsks(request, this.#askedBy);
      return now?.role === reader.role && now.sites.join() === reader.sites.join();
    } catch (error) {
      if (error instanceof TokenRefused || error instanceof RoleRefused) return false;
      throw error;
    }
  }

  /** A source that fails ends the stream; the client comes back to where it was. */
  async *#logged(reply: FastifyReply, texts: AsyncIterable<string>): AsyncGenerator<string> {
    try {
      yield* texts;
    } catch (error) {
      this.#options.logger.error({ requestId: reply.request.id, err: error }, 'event stream failed');
      if (storageFailureOf(error) === 'damaged') this.#options.fileIsDamaged?.();
    }
  }

  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }
}
