import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { PatientState, TrialState } from '@bali/trial';
import type { LedgerEvent, ProjectionWriter } from '../runner/projection.js';
import { trialStateProjection } from './trial-state-projection.js';
import { TrialStateQueries } from './trial-state-queries.js';

/** So many events share a transaction. */
const EVENTS_PER_TRANSACTION = 100_000;

/**
 * The state of the trial, folded from events that come one by one, in a scratch file: for whoever has events but no
 * projections file, and may not hold the whole state in memory. It is the very fold of the projections.
 */
export class ScratchState {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #writer: ProjectionWriter;
  readonly #queries: TrialStateQueries;
  #uncommitted = 0;

  /** @param path of a file that is not there; it is gone when this is closed. */
  constructor(path: string) {
    this.#path = path;
    this.#database = new DatabaseSync(path);
    this.#database.exec(
      'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768',
    );
    for (const { name, definition } of trialStateProjection.tables) {
      this.#database.exec(`CREATE TABLE "${name}" ${definition}`);
    }
    this.#writer = trialStateProjection.open(this.#database);
    this.#queries = new TrialStateQueries(this.#database);
    this.#database.exec('BEGIN');
  }

  /** @throws UnknownEvent, and an Error for a stream, that this software does not know. */
  apply(event: LedgerEvent): void {
    this.#writer.apply(event);
    this.#uncommitted += 1;
    if (this.#uncommitted >= EVENTS_PER_TRANSACTION) this.#commit();
  }

  trial(): TrialState {
    this.#commit();
    return this.#queries.trial();
  }

  /** See `stateDigest`. */
  digest(): string {
    this.#commit();
    return this.#queries.digest();
  }

  /** The patients in the order in which the canonical form has them. */
  patients(): Iterable<readonly [patient: string, state: PatientState]> {
    this.#commit();
    return this.#queries.patients();
  }

  close(): void {
    this.#database.close();
    rmSync(this.#path, { force: true });
  }

  #commit(): void {
    this.#writer.flush();
    this.#database.exec('COMMIT; BEGIN');
    this.#uncommitted = 0;
  }
}
