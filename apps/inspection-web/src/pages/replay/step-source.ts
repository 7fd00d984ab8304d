import type { Page, StepView, WithTexts } from '@bali/queries';
import { get } from '../../api/client.js';

/** Steps are read in pages of this many, and the page after is read before it is needed. */
const A_PAGE = 100;
/** Number of pages that are held: some thousand steps. */
const MOST_PAGES = 40;

/** The steps of the replay, read ahead: one that was read is there at once. */
export class StepSource {
  readonly #pages = new Map<number, Promise<readonly WithTexts<StepView>[]>>();
  readonly #read = new Map<number, readonly WithTexts<StepView>[]>();

  /** The step to an event, if it was read. */
  at(position: number): WithTexts<StepView> | undefined {
    return this.#read.get(pageOf(position))?.find((step) => step.position === position);
  }

  /** Reads the page with an event, and the one after it. @throws Problem */
  async load(position: number, last: number): Promise<void> {
    const page = pageOf(position);
    await this.#pageAt(page, last);
    // What is read ahead may fail: it is read again when it is needed.
    if ((page + 1) * A_PAGE <= last) this.#pageAt(page + 1, last).catch(() => undefined);
  }

  #pageAt(page: number, last: number): Promise<readonly WithTexts<StepView>[]> {
    const known = this.#pages.get(page);
    if (known !== undefined) return known;
    const reading = this.#readPage(page, last);
    this.#pages.set(page, reading);
    reading.catch(() => this.#pages.delete(page));
    this.#forgetOldest();
    return reading;
  }

  async #readPage(page: number, last: number): Promise<readonly WithTexts<StepView>[]> {
    const from = page * A_PAGE;
    const to = Math.min(from + A_PAGE - 1, last);
    const { items } = await get<Page<WithTexts<StepView>>>('/v1/replay/steps', { query: { from, to, limit: A_PAGE } });
    this.#read.set(page, items);
    return items;
  }

  #forgetOldest(): void {
    const [oldest] = this.#pages.keys();
    if (this.#pages.size <= MOST_PAGES || oldest === undefined) return;
    this.#pages.delete(oldest);
    this.#read.delete(oldest);
  }
}

function pageOf(position: number): number {
  return Math.floor(position / A_PAGE);
}
