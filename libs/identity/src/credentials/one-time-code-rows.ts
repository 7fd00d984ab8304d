import { type Credential, latestStep } from '@bali/access';
import { toHex } from '@bali/ledger';
import type { StatementSync } from 'node:sqlite';
import { prepared, RowCheck, type RowsOptions } from './rows.js';

export interface OneTimeCodeSecret {
  readonly secret: Uint8Array;
  /** The step of the last code that was accepted. */
  readonly lastStep: number;
}

const STATEMENTS = {
  row: 'SELECT secret, last_step, seal FROM one_time_code WHERE event = ?',
  keep: 'INSERT OR REPLACE INTO one_time_code (event, user_id, secret, last_step, seal) VALUES (?, ?, ?, ?, ?)',
  step: 'UPDATE one_time_code SET last_step = ?, seal = ? WHERE event = ? AND last_step = ? AND seal = ?',
  keepOnly: 'DELETE FROM one_time_code WHERE user_id = ? AND event <> ?',
} as const;

const ROW = 'one-time-code-step';

/**
 * The secrets of one-time codes, and the last step of each that was accepted.
 *
 * A step whose seal does not fit was changed by somebody else: then no code is taken whose time has begun, so that none is taken
 * twice, and its holder waits for the next but one. An older row with its seal, put back, is noticed by the process that has
 * seen the newer one; after a start, a code of the last 90 seconds could be taken once more.
 */
export class OneTimeCodeRows {
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #check: RowCheck;
  /** The last step that this process has accepted or seen, by the event that set the secret. */
  readonly #seen = new Map<string, number>();

  constructor(options: RowsOptions) {
    this.#statements = prepared(options.database, STATEMENTS);
    this.#check = new RowCheck(options);
  }

  /** The secret of the one-time codes in force; `undefined` when there is none that fits. */
  of(userId: string, credential: Credential, now: Date): OneTimeCodeSecret | undefined {
    const row = this.#rowOf(credential.event);
    const secret = row && toHex(row.secret);
    if (!this.#check.isCommitted(userId, credential, secret) || row === undefined) return undefined;
    // Nobody is let in by one that is not bound. When it is, no code of before is taken.
    if (credential.commitment === undefined) return { secret: row.secret, lastStep: row.lastStep };
    const { event } = credential;
    const { lastStep, seal } = row;
    const seen = this.#seen.get(event) ?? -1;
    const isNewest =
      this.#check.isSealed(userId, ROW, { event, lastStep }, seal) && !this.#isOlder(userId, lastStep, seen);
    if (isNewest) this.#seen.set(event, lastStep);
    else this.#replace(userId, event, row, Math.max(seen, latestStep(now)));
    return { secret: row.secret, lastStep: isNewest ? lastStep : Math.max(seen, latestStep(now)) };
  }

  keep(event: string, userId: string, { secret, lastStep }: OneTimeCodeSecret): void {
    this.#statements.keep.run(event, userId, secret, lastStep, this.#sealOf(userId, event, lastStep));
  }

  /** Notes that a code of this step was used; `false` when one of it or of a later step was used before. */
  accept(userId: string, credential: Credential, step: number, now: Date): boolean {
    const known = this.of(userId, credential, now);
    const row = this.#rowOf(credential.event);
    if (known === undefined || row === undefined || step <= known.lastStep) return false;
    return this.#replace(userId, credential.event, row, step);
  }

  keepOnly(userId: string, event: string | undefined): void {
    this.#statements.keepOnly.run(userId, event ?? '');
  }

  /** Only if nobody has changed the row meanwhile. */
  #replace(userId: string, event: string, { lastStep, seal }: Row, step: number): boolean {
    const { changes } = this.#statements.step.run(step, this.#sealOf(userId, event, step), event, lastStep, seal);
    if (changes === 1) this.#seen.set(event, step);
    return changes === 1;
  }

  #isOlder(userId: string, lastStep: number, seen: number): boolean {
    if (lastStep >= seen) return false;
    this.#check.report(userId, ROW);
    return true;
  }

  #sealOf(userId: string, event: string, lastStep: number): string {
    return this.#check.seal(userId, ROW, { event, lastStep });
  }

  #rowOf(event: string): Row | undefined {
    const row = this.#statements.row.get(event);
    return (
      row && {
        secret: row['secret'] as Uint8Array,
        lastStep: Number(row['last_step']),
        seal: String(row['seal']),
      }
    );
  }
}

interface Row extends OneTimeCodeSecret {
  readonly seal: string;
}
