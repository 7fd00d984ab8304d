import type { EventStore } from '@bali/event-store';
import { auditPage, type ProjectionRunner, recordsAt } from '@bali/projections';
import type { LedgerRecord } from '@bali/ledger';

/** Number of events that are read at once. */
const READ_AT_ONCE = 200;

const TYPES = ['PatientUnblinded', 'TextReleased', 'TextFlagged'] as const;

/**
 * Who was told an arm, and what a monitor said of texts: read from the trial ledger alone, so that it is the same for everybody who
 * has that ledger. It is read on from where it ended.
 */
export class KnownOfTexts {
  readonly #ledger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #readThrough = new Map<string, number>();
  /** When each person was told an arm for the first time. */
  readonly #toldAt = new Map<string, string>();
  readonly #released = new Set<string>();
  readonly #flagged = new Set<string>();

  constructor(trialLedger: EventStore, runner: ProjectionRunner) {
    this.#ledger = trialLedger;
    this.#runner = runner;
  }

  /** Reads what came since. */
  async caughtUp(): Promise<this> {
    for (const type of TYPES) await this.#read(type);
    return this;
  }

  /** Whether somebody had been told any patient's arm when they recorded this. */
  authorKnew({ metadata: { actor, recordedAt } }: LedgerRecord): boolean {
    const toldAt = this.#toldAt.get(actor.userId);
    return toldAt !== undefined && toldAt <= recordedAt;
  }

  isFlagged(hash: string): boolean {
    return this.#flagged.has(hash);
  }

  isReleased(hash: string): boolean {
    return this.#released.has(hash);
  }

  async #read(type: (typeof TYPES)[number]): Promise<void> {
    for (let next = this.#readThrough.get(type); ;) {
      const page = auditPage(
        this.#runner.reader,
        { type },
        {
          order: 'oldest-first',
          limit: READ_AT_ONCE,
          ...(next === undefined ? {} : { after: next }),
        },
      );
      for (const { record } of await recordsAt(this.#ledger, page.positions)) this.#note(record);
      const last = page.positions.at(-1);
      if (last === undefined) return;
      this.#readThrough.set(type, last);
      next = last;
    }
  }

  #note({ type, data, metadata }: LedgerRecord): void {
    const { shownTo = '', hash = '' } = data as { readonly shownTo?: string; readonly hash?: string };
    if (type === 'TextReleased') this.#released.add(hash);
    else if (type === 'TextFlagged') this.#flagged.add(hash);
    else if (!this.#toldAt.has(shownTo)) this.#toldAt.set(shownTo, metadata.recordedAt);
  }
}
