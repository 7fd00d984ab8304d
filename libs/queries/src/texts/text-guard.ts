import type { EventStore } from '@bali/event-store';
import { checkTexts } from '@bali/inspection';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { TextAlarm } from './text-alarm.js';

/** From the end of one look to the beginning of the next. */
const EVERY_MS = 86_400_000;
/** Events that are looked at before others have their turn: some milliseconds of work. */
const EVENTS_AT_ONCE = 16;

/**
 * Looks once at start, and then daily, for each free text that the events of the trial and the access ledger refer to: else a text
 * that nobody reads would be missed by nobody. Not for those of the sealed ledger: how long that takes tells how many records there
 * are. They are looked for whenever a package or a back-up is made, and by `bali check`.
 */
export class TextGuard {
  readonly #ledgers: readonly EventStore[];
  readonly #alarm: TextAlarm;
  readonly #log: { error(details: object, message: string): void };
  readonly #stopping = new AbortController();
  #following: Promise<void> | undefined;

  constructor(
    ledgers: readonly EventStore[],
    alarm: TextAlarm,
    log: { error(details: object, message: string): void },
  ) {
    this.#ledgers = ledgers.filter(({ ledger }) => ledger !== 'sealed');
    this.#alarm = alarm;
    this.#log = log;
  }

  follow(): void {
    this.#following ??= this.#follow();
  }

  /** Looks at all texts now. */
  async look(): Promise<void> {
    for (const ledger of this.#ledgers) {
      const { faulty } = await checkTexts(this.#inTurns(ledger));
      this.#alarm.noteAll(ledger.ledger, faulty);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => {
        if (!signal.aborted)
          this.#log.error({ err: error }, 'the free texts could not be looked at: tried again tomorrow');
      });
      await delay(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** The ledger, read a few events at a time, with a turn for others in between. */
  #inTurns(store: EventStore): Pick<EventStore, 'ledger' | 'read' | 'readTexts'> {
    const { signal } = this.#stopping;
    return {
      ledger: store.ledger,
      readTexts: (hashes) => store.readTexts(hashes),
      read: async function* (from = 0) {
        for await (const page of store.read(from, EVENTS_AT_ONCE)) {
          signal.throwIfAborted();
          yield page;
          await nextTurn();
        }
      },
    };
  }
}
