import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { headersOf, type WholeOptions } from './client-options.js';
import { mayPass, NoAnswerError, waitMsAfter } from './patience.js';
import { isProblem, problemIn, type ProblemError } from './problem-error.js';

/** What came by a feed. */
export interface Fed {
  /** Where it stands in the ledger, from 0: what a feed that is begun again may begin after. `undefined`: it has no place there. */
  readonly position: number | undefined;
  readonly type: string;
  readonly data: unknown;
}

export interface Following {
  /** The position of the last event that you have: the feed begins with the one after it. */
  readonly after?: number;
  /** Begins with the event at this position; 0 is the first of all. Without it and without `after`, with the next one that comes. */
  readonly from?: number;
  /** Ends the feed. */
  readonly signal?: AbortSignal;
  /** Is called when the connection broke, before it is made again. The feed goes on where it was. */
  readonly onInterrupted?: (error: unknown) => void;
}

/** The server sends something every 15 s. A connection that has been silent for three times as long is dead. */
const SILENCE_MS = 45_000;

/**
 * Follows a feed of server-sent events for ever: a connection that ends is made again, and goes on after the last event that came. No
 * event comes twice, and none is left out. It ends when the signal is aborted, and when the loop over it is left.
 * @throws ProblemError when the server refuses, for example because the session is over.
 */
export async function* followFeed(
  path: string,
  options: WholeOptions,
  following: Following,
): AsyncGenerator<Fed, void, undefined> {
  const { signal, from, onInterrupted } = following;
  let last = following.after;
  for (let failures = 1; !isOver(signal); failures += 1) {
    const ended = new AbortController();
    const either = AbortSignal.any([ended.signal, ...(signal === undefined ? [] : [signal])]);
    let failure: ProblemError | NoAnswerError | undefined;
    try {
      const start = last === undefined ? { from } : { last };
      for await (const message of messagesOf(await connect(path, start, options, either), ended)) {
        failures = 0;
        const fed = fedOf(message);
        last = fed.position ?? last;
        yield fed;
      }
    } catch (error) {
      failure = isProblem(error) ? error : new NoAnswerError(path, undefined, error);
    } finally {
      ended.abort();
    }
    if (isOver(signal)) return;
    if (failure !== undefined && !mayPass(failure, true)) throw failure;
    onInterrupted?.(failure);
    await pause(waitMsAfter(failure, Math.max(1, failures)), options, signal);
  }
}

const isOver = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

async function connect(
  path: string,
  { last, from }: { readonly last?: number | undefined; readonly from?: number | undefined },
  options: WholeOptions,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const query = from === undefined ? '' : `?from=${from}`;
  const headers = {
    ...(await headersOf(options)),
    accept: 'text/event-stream',
    ...(last === undefined ? {} : { 'last-event-id': String(last) }),
  };
  const url = `${options.url.replace(/\/$/, '')}${path}${query}`;
  const response = await options.fetch(new Request(url, { headers, signal }));
  if (!response.ok) throw await problemIn(response);
  if (response.body === null) throw new Error('the answer has no body');
  return response.body;
}

/** The messages of one connection. It is ended once it has been silent for too long. */
async function* messagesOf(
  body: ReadableStream<Uint8Array>,
  ended: AbortController,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => arrived.push(message) });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const silence = setTimeout(() => ended.abort(new Error('the connection is silent')), SILENCE_MS);
    const { done, value } = await reader.read().finally(() => clearTimeout(silence));
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
    yield* arrived.splice(0);
  }
}

function fedOf({ id, event = '', data }: EventSourceMessage): Fed {
  return { position: id === undefined ? undefined : Number(id), type: event, data: JSON.parse(data) as unknown };
}

async function pause(ms: number, { timers }: WholeOptions, signal: AbortSignal | undefined): Promise<void> {
  await timers.wait(ms, signal).catch((error: unknown) => {
    if (!isOver(signal)) throw error;
  });
}
