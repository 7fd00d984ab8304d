import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredEvent } from './event-store.js';

type Page = readonly StoredEvent[];

/** The events from a position to another, both included. Reading a page blocks: between pages, others have their turn. */
export async function* pagesBetween(
  from: number,
  to: number,
  read: (from: number) => Page | Promise<Page>,
): AsyncGenerator<Page, void, undefined> {
  for (let next = from; next <= to;) {
    const page = await read(next);
    next = endOf(page, next);
    yield page;
    await nextTurn();
  }
}

/**
 * The events from a position on, and those that come, until the signal is aborted.
 * @param read reads what is there already, without waiting.
 * @param grown resolves after the next event has come. It is called in the same turn of the event loop as `read`, so that
 *   nothing can come in between unnoticed.
 */
export async function* pagesAsTheyCome(
  from: number,
  signal: AbortSignal,
  read: (from: number) => Page,
  grown: (signal: AbortSignal) => Promise<void>,
): AsyncGenerator<Page, void, undefined> {
  let next = from;
  while (!signal.aborted) {
    const page = read(next);
    if (page.length === 0) {
      await grown(signal);
    } else {
      next = endOf(page, next);
      yield page;
      await nextTurn();
    }
  }
}

function endOf(page: Page, from: number): number {
  return (page.at(-1)?.position ?? from - 1) + 1;
}
