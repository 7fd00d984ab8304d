import { commitmentTo, type VerifierPurpose } from '@bali/access';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { OnMisfit } from './misfit.js';
import { type SealedRow, RowSeals, type RowKeys } from './row-seals.js';

/** What every kind of row needs. */
export interface RowsOptions {
  readonly database: DatabaseSync;
  readonly keys: RowKeys;
  readonly onMisfit: OnMisfit;
}

/** What an event commits to. */
export interface Committed {
  readonly kind: VerifierPurpose;
  readonly commitment?: string;
}

/** Whether rows of the credentials file are what the ledger and this installation say. Each that is not is reported. */
export class RowCheck {
  readonly seals: RowSeals;
  readonly #onMisfit: OnMisfit;

  constructor({ keys, onMisfit }: Pick<RowsOptions, 'keys' | 'onMisfit'>) {
    this.seals = new RowSeals(keys);
    this.#onMisfit = onMisfit;
  }

  /** Whether a verifier is the one that the event in force commits to. Where it commits to none, any will do: it lets nobody in. */
  isCommitted(userId: string, { kind: purpose, commitment }: Committed, verifier: string | undefined): boolean {
    const fits =
      verifier !== undefined &&
      (commitment === undefined || commitmentTo({ purpose, user: userId, verifier }) === commitment);
    if (!fits) this.#onMisfit({ row: purpose, userId });
    return fits;
  }

  /** Whether the seal of a row fits. One of a head key that was replaced since does not, and is no sign of anybody: it is not reported. */
  isSealed(userId: string, row: SealedRow, content: object, seal: unknown): boolean {
    const sealed = { user: userId, ...content };
    const fits = this.seals.fits(row, sealed, seal);
    if (!fits && !this.seals.fittedBefore(row, sealed, seal)) this.#onMisfit({ row, userId });
    return fits;
  }

  seal(userId: string, row: SealedRow, content: object): string {
    return this.seals.of(row, { user: userId, ...content });
  }

  report(userId: string, row: SealedRow): void {
    this.#onMisfit({ row, userId });
  }
}

/** Prepares the statements of a kind of row, by name. */
export function prepared<Name extends string>(
  database: DatabaseSync,
  statements: Readonly<Record<Name, string>>,
): Readonly<Record<Name, StatementSync>> {
  const entries = Object.entries<string>(statements).map(([name, sql]) => [name, database.prepare(sql)]);
  return Object.fromEntries(entries) as Record<Name, StatementSync>;
}
