import type { LedgerRecord } from '@bali/ledger';

/** Something that people should know of a package in which everything is right. A code never changes its meaning. */
export interface LedgerFinding {
  readonly finding: 'time-goes-back';
  /** Number of events that are dated before an event that they follow. */
  readonly events: number;
  /** The first of them, by its line in events.jsonl, from 1. */
  readonly first: {
    readonly line: number;
    readonly event: string;
    readonly recordedAt: string;
    /** The instant of the event before it that is dated later. */
    readonly after: string;
  };
  readonly sentence: string;
}

/** Whether the events are in the order of their times: they are, but in a ledger older than the rule that a clock takes none back. */
export class TimeOrder {
  #latest = '';
  #events = 0;
  #first: LedgerFinding['first'] | undefined;

  note(position: number, { id, metadata: { recordedAt } }: LedgerRecord): void {
    if (recordedAt >= this.#latest) {
      this.#latest = recordedAt;
      return;
    }
    this.#events += 1;
    this.#first ??= { line: position + 1, event: id, recordedAt, after: this.#latest };
  }

  get findings(): readonly LedgerFinding[] {
    const [events, first] = [this.#events, this.#first];
    if (first === undefined) return [];
    const sentence =
      `Time goes back: ${events === 1 ? 'an event is' : `${events} events are`} dated before an event that came earlier. The first is ` +
      `line ${first.line} of events.jsonl, dated ${first.recordedAt} after an event of ${first.after}. The clock of the server was ` +
      'wrong then, at one of these times or at both; the order of the events is that of the ledger.';
    return [{ finding: 'time-goes-back', events, first, sentence }];
  }
}
