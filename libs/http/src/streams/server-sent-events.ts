/** An event of a feed. */
export interface ServerSentEvent {
  /** Where the client resumes: the position (from 0) in the ledger. Absent: it is no event of the ledger, and moves nothing. */
  readonly id?: number;
  readonly event: string;
  /** One line: JSON. */
  readonly data: string;
}

const LINE_BREAK = /[\r\n]/;
const NOTHING_YET = Symbol('nothing yet');

/** The text of one event. @throws RangeError when a line break would make more of it than one event. */
export function textOfEvent({ id, event, data }: ServerSentEvent): string {
  if (LINE_BREAK.test(event) || LINE_BREAK.test(data)) throw new RangeError('an event and its data have one line each');
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}

/**
 * The text of a feed, in the form of the HTML standard (9.2): the events as they come, and a comment when nothing came
 * for a while, so that nobody on the way takes the connection for dead. Ends with its source, or with the signal.
 */
export async function* textOfEvents(
  events: AsyncIterable<ServerSentEvent>,
  signal: AbortSignal,
  keepAliveMs: number,
): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  const iterator = events[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const arrived = await firstOf(next, signal, keepAliveMs);
      if (arrived === NOTHING_YET) {
        yield ': nothing yet\n\n';
        continue;
      }
      if (arrived === undefined || arrived.done === true) return;
      yield textOfEvent(arrived.value);
      next = iterator.next();
    }
  } finally {
    // Not awaited: a source that is busy ends when it sees the signal.
    next.catch(ignore);
    iterator.return?.().catch(ignore);
  }
}

/** What arrives first: the next event, the end of the wait, or (`undefined`) the signal. */
async function firstOf(
  next: Promise<IteratorResult<ServerSentEvent>>,
  signal: AbortSignal,
  milliseconds: number,
): Promise<IteratorResult<ServerSentEvent> | typeof NOTHING_YET | undefined> {
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<typeof NOTHING_YET | undefined>();
  const timer = setTimeout(resolve, milliseconds, NOTHING_YET);
  const stop = () => resolve(undefined);
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([next, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function ignore(): void {
  // The stream has ended: nobody is left to be told.
}
