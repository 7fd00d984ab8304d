import type { ServerResponse } from 'node:http';

/** How often it is looked whether a client takes anything. */
const LOOK_EVERY_MS = 5_000;

/**
 * Calls back once a client has taken nothing of its answer for a time, although there is something to take. An answer of which
 * nothing is ready yet has not stalled.
 *
 * The time-out of Node's sockets would need twice as long: it begins again where more has been handed to the system than at its
 * last look, and each line that keeps a feed alive begins it again, too.
 */
export function watchForStall(answer: ServerResponse, stalledMs: number, stalled: () => void): Disposable {
  let taken = takenOf(answer);
  let idleMs = 0;
  const timer = setInterval(() => {
    const now = takenOf(answer);
    idleMs = answer.writableLength > 0 && now === taken ? idleMs + LOOK_EVERY_MS : 0;
    taken = now;
    if (idleMs < stalledMs) return;
    clearInterval(timer);
    stalled();
  }, LOOK_EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** How many bytes the system has taken over: what is written to a socket, less what still waits in this process. */
function takenOf({ socket }: ServerResponse): number {
  return socket === null ? 0 : socket.bytesWritten - socket.writableLength;
}
