import { type DataDirectory } from '@bali/installation';
import { type Ledger, LEDGERS, recordOf } from '@bali/ledger';
import { DatabaseSync } from 'node:sqlite';

/** An event that was stored since somebody last looked. */
export interface StoredSince {
  readonly ledger: Ledger;
  readonly type: string;
  /** The request that it came of. */
  readonly request: string;
}

/** Looks at the files of the ledgers as they are on the disk, beside the servers that write them. */
export class Stored implements Disposable {
  readonly #files: ReadonlyMap<Ledger, DatabaseSync>;
  readonly #seen = new Map<Ledger, { events: number; texts: number }>();

  constructor({ ledgers }: DataDirectory) {
    this.#files = new Map(LEDGERS.map((name) => [name, new DatabaseSync(ledgers[name], { readOnly: true })]));
    this.since();
  }

  /** What was stored since the last call. A free text without an event is told of as an event called `(text)`. */
  since(): readonly StoredSince[] {
    return LEDGERS.flatMap((ledger) => {
      const before = this.#seen.get(ledger);
      const now = { events: this.#count(ledger, 'event'), texts: this.#count(ledger, 'text') };
      this.#seen.set(ledger, now);
      if (before === undefined) return [];
      const events = this.#eventsFrom(ledger, before.events);
      const lone = now.texts > before.texts && events.length === 0 ? [{ ledger, type: '(text)', request: '' }] : [];
      return [...events, ...lone];
    });
  }

  #count(ledger: Ledger, table: 'event' | 'text'): number {
    const row = this.#files.get(ledger)?.prepare(`SELECT count(*) AS number FROM ${table}`).get();
    return Number(row?.['number']);
  }

  #eventsFrom(ledger: Ledger, position: number): readonly StoredSince[] {
    const rows = this.#files
      .get(ledger)
      ?.prepare('SELECT type, leaf FROM event WHERE position >= ? ORDER BY position')
      .all(position);
    return (rows ?? []).map(({ type, leaf }) => {
      const { metadata } = recordOf(leaf as Uint8Array);
      return { ledger, type: String(type), request: metadata.correlationId };
    });
  }

  [Symbol.dispose](): void {
    for (const file of this.#files.values()) file.close();
  }
}
