import type { Closable } from './nest/opened-resources.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Serves until SIGTERM or SIGINT, whenever it comes, also while all is still being opened: what is open is closed, the last first,
 * requests under way are answered, and the process ends by itself with code 0. A signal that comes again changes nothing.
 *
 * @param serve begins to serve. It gives up what it is about to open when the signal is aborted, closes what it has opened, and
 *   throws.
 * @throws what keeps it from serving.
 */
export async function serveUntilSignal(serve: (stop: AbortSignal) => Promise<Closable>): Promise<void> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  for (const signal of SIGNALS) process.on(signal, abort);
  try {
    const served = await serve(stop.signal);
    if (isAborted(stop.signal)) await served.close();
    else stop.signal.addEventListener('abort', () => void closeAtTheEnd(served));
  } catch (error) {
    // What failed then failed because everything was being closed.
    if (!isAborted(stop.signal)) throw error;
  }
}

/** Nobody waits for it: what fails is told on standard error, and by the exit code. */
async function closeAtTheEnd(served: Closable): Promise<void> {
  try {
    await served.close();
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** A function, so that the compiler does not take an earlier answer for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
