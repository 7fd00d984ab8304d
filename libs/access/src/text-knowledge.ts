import type { LedgerRecord } from '@bali/ledger';

/** What an event says that bears on who reads free texts. */
interface Said {
  /** The account that was told an arm. */
  readonly shownTo?: string;
  /** The text that a monitor spoke of. */
  readonly hash?: string;
}

/**
 * Who was told an arm, and what a monitor said of texts, by the trial ledger alone: whoever has that ledger comes to the same. It is
 * fed with its events, in their order.
 */
export class TextKnowledge {
  /** The types of the events that say something of it: all others may be left out. */
  static readonly TYPES: readonly string[] = ['PatientUnblinded', 'TextReleased', 'TextFlagged'];
  readonly #toldAt = new Map<string, string>();
  readonly #released = new Set<string>();
  readonly #flagged = new Set<string>();

  take({ type, data, metadata }: LedgerRecord): void {
    if (!TextKnowledge.TYPES.includes(type)) return;
    const { shownTo = '', hash = '' } = data as Said;
    if (type === 'TextReleased') this.#released.add(hash);
    else if (type === 'TextFlagged') this.#flagged.add(hash);
    else if (!this.#toldAt.has(shownTo)) this.#toldAt.set(shownTo, metadata.recordedAt);
  }

  /** When an arm was shown to an account for the first time. */
  toldAt(userId: string): string | undefined {
    return this.#toldAt.get(userId);
  }

  /** Whether the account that recorded something had been told any patient's arm by then. */
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
}
