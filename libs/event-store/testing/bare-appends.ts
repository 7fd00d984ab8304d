import { AppendQueue } from '../src/append-queue.js';
import { checkAppend } from '../src/append-request.js';
import type { Append, Appended } from '../src/event-store.js';
import { openLedgerFile } from '../src/sqlite/ledger-file.js';
import { LedgerWriter } from '../src/sqlite/ledger-writer.js';
import { inTransaction } from '../src/sqlite/transaction.js';

/** Appends to a ledger's file as the store does, but for the heads: what these cost is measured against it, and nothing else. */
export class BareAppends {
  readonly #appends: AppendQueue;
  readonly #close: () => void;

  constructor(path: string) {
    const { reader, writer } = openLedgerFile({ path, trialId: 'NCT00904501', ledger: 'trial', heads: 'not-verified' });
    if (writer === undefined) throw new Error('the ledger cannot be written to');
    const rows = new LedgerWriter(writer);
    this.#appends = new AppendQueue({
      commit: (batch) => inTransaction(writer, 10_000, () => rows.appendAll(batch).outcomes),
    });
    this.#close = () => {
      reader.close();
      writer.close();
    };
  }

  append(append: Append): Promise<Appended> {
    checkAppend(append);
    return this.#appends.append(append);
  }

  async close(): Promise<void> {
    await this.#appends.idle();
    this.#close();
  }
}
