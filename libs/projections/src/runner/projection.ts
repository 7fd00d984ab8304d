import type { DatabaseSync } from 'node:sqlite';
import type { LedgerRecord } from '@bali/ledger';

/** An event as projections see it: its place in the ledger, and its record, parsed once for all of them. */
export interface LedgerEvent {
  readonly position: number;
  readonly record: LedgerRecord;
  /** The size of its leaf in bytes: what a projection's bounded caches reckon with. */
  readonly bytes: number;
}

/** A table that a projection owns. */
export interface Table {
  readonly name: string;
  /** What follows `CREATE TABLE name` in SQL. */
  readonly definition: string;
  /** The columns of its primary key, in their order. */
  readonly key: readonly string[];
  /** Each index by its name: what follows `ON name` in SQL. Made only once the projection has caught up. */
  readonly indexes?: Readonly<Record<string, string>>;
}

/** Where projections are asked: a runner, or projections that were folded anew. Each query takes the connection from it. */
export interface ProjectionsSource {
  /** @throws ProjectionsNotServed while they are made anew. */
  readonly reader: DatabaseSync;
}

/** A fold over a ledger that keeps what it computes in tables of its own, which no other projection writes. */
export interface Projection {
  readonly name: string;
  /** A whole number, raised whenever the tables or what is computed into them change: it is then made anew. */
  readonly version: number;
  readonly tables: readonly Table[];
  /** Prepares its statements. Called once the tables are there. */
  open(database: DatabaseSync): ProjectionWriter;
}

/** Both are called inside a transaction of the runner's. What they throw stops the runner: nothing is skipped. */
export interface ProjectionWriter {
  /** Applies the next event. Each comes exactly once, in order. */
  apply(event: LedgerEvent): void;
  /** Writes what is still held in memory only: the transaction is about to be committed. */
  flush(): void;
}
