import type { FreeText } from '@bali/ledger';
import { recordedAtOf } from '@bali/ledger';
import { decideAppend, type LedgerPlaces, type ToWrite } from '../append-decision.js';
import type { Append, Appended, StoredEvent } from '../event-store.js';

/** Events that are to follow the last one known: those of several appends, one after the other, each with its own expectation. */
export class BatchPlan implements LedgerPlaces {
  /** The last position that the plan builds on. */
  readonly base: number;
  readonly events: StoredEvent[] = [];
  readonly texts: FreeText[] = [];
  readonly #ledger: LedgerPlaces;
  readonly #revisions = new Map<string, number>();
  readonly #ids = new Map<string, StoredEvent>();

  constructor(ledger: LedgerPlaces & { lastPosition(): number }) {
    this.#ledger = ledger;
    this.base = ledger.lastPosition();
  }

  /** Adds an append to the plan. @returns its answer, which holds if the plan is carried out, or its refusal. */
  outcomeOf(append: Append): Appended | Error {
    const decision = decideAppend(append, this);
    return 'answer' in decision ? decision.answer : this.#add(append, decision.write);
  }

  lastRecordedAt(): string | undefined {
    const last = this.events.at(-1);
    return last === undefined ? this.#ledger.lastRecordedAt() : recordedAtOf(last.leaf);
  }

  lastRevision(stream: string): number | undefined {
    return this.#revisions.get(stream) ?? this.#ledger.lastRevision(stream);
  }

  event(id: string): StoredEvent | undefined {
    return this.#ids.get(id) ?? this.#ledger.event(id);
  }

  #add({ stream, expectedRevision, texts = [] }: Append, { leaves }: ToWrite): Appended {
    let revision = expectedRevision;
    for (const { id, type, leaf } of leaves) {
      revision += 1;
      const position = this.base + 1 + this.events.length;
      const event = { position, stream, revision, id, type, leaf };
      this.events.push(event);
      this.#ids.set(id, event);
    }
    this.#revisions.set(stream, revision);
    this.texts.push(...texts);
    return { revision, position: this.base + this.events.length };
  }
}
