import type { FastifyReply } from 'fastify';
import { watchForStall } from './stall-watch.js';

/** A client that takes nothing of its answer for this long is let go. It can ask again, and resume a feed where it was. */
const STALLED_MS = 60_000;

/** A signal that is aborted when the answer has ended, the client is gone, or the client takes nothing for a minute. */
export function clientGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const watch = watchForStall(raw, STALLED_MS, () => raw.destroy());
  raw.once('close', () => {
    watch[Symbol.dispose]();
    gone.abort();
  });
  if (raw.destroyed) gone.abort();
  return gone.signal;
}
