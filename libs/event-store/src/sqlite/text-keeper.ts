import type { FreeText } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { STATEMENTS } from './statements.js';

/** Writes free texts into a ledger's file. Every call must be made within a transaction. */
export class TextKeeper {
  readonly #text: StatementSync;
  readonly #insertText: StatementSync;

  constructor(database: DatabaseSync) {
    this.#text = database.prepare(STATEMENTS.text);
    this.#insertText = database.prepare(STATEMENTS.insertText);
  }

  /** One text of a hash is enough: the same hash means the same salt and text, as was checked before they came here. */
  keep(texts: readonly FreeText[]): void {
    for (const { hash, salt, text } of texts) {
      if (this.#text.get(hash) === undefined) this.#insertText.run(hash, salt, Buffer.from(text, 'utf8'));
    }
  }
}
