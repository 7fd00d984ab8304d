/** The server answers two questions of one person at once that take long, and refuses a third: so here they wait for each other. */
const AT_ONCE = 2;
const TAKE_LONG = /^\/v1\/(replay\/(state|steps|patients)|overview|safety\/|audit-log-exports)/;

let running = 0;
const waiting: (() => void)[] = [];

/** Does something that may take the server long, in its turn. Whoever gives up while waiting never begins. */
export async function inTurn<Result>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!TAKE_LONG.test(path)) return work();
  while (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    signal?.throwIfAborted();
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
