import type { FreeText } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isKept } from './text-rows.js';
import { STATEMENTS } from './statements.js';

/** Writes free texts into a ledger's file. Every call must be made within a transaction. */
export class TextKeeper {
  readonly #text: StatementSync;
  readonly #insertText: StatementSync;
  readonly #deleteText: StatementSync;

  constructor(database: DatabaseSync) {
    this.#text = database.prepare(STATEMENTS.text);
    this.#insertText = database.prepare(STATEMENTS.insertText);
    this.#deleteText = database.prepare(STATEMENTS.deleteText);
  }

  /**
   * One text of a hash is enough: the same hash means the same salt and text, as was checked before they came here. What
   * somebody put in the place of a text makes way for it.
   */
  keep(texts: readonly FreeText[]): void {
    for (const { hash, salt, text } of texts) {
      if (isKept(this.#text.get(hash))) continue;
      this.#deleteText.run(hash);
      this.#insertText.run(hash, salt, Buffer.from(text, 'utf8'));
    }
  }
}
