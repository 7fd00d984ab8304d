import type { EventStore } from '@bali/event-store';
import { equalBytes, leafHash } from '@bali/ledger';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { type Checkpoint, Checkpoints } from '../runner/checkpoints.js';
import { FoldedProjections } from '../runner/folded-projections.js';
import type { Projection } from '../runner/projection.js';
import { firstMismatch, type Mismatch } from './compare-rows.js';
import { type Listing, listingsOf, type Row, rowsAfter } from './listing.js';

export interface ProjectionsFileToCompare {
  readonly path: string;
  readonly projections: readonly Projection[];
  readonly store: Pick<EventStore, 'read'>;
  /** A directory in which a scratch file takes its space. */
  readonly scratch: string;
}

/** What is wrong with a projection: a row, or that it was computed from another ledger. */
export type ProjectionFault = Mismatch | { readonly projection: string; readonly what: 'is of another ledger' };

const ROWS_AT_ONCE = 500;

/**
 * Compares a whole projections file with what is folded anew from its ledger, also while a server works with it: it is read as it
 * is when this begins. What the next start makes anew (a projection of another version, or one that is being filled) is passed
 * over. Nothing is written.
 *
 * @returns the first fault of each projection.
 * @throws an error of SQLite when the file cannot be read.
 */
export async function compareProjectionsFile(file: ProjectionsFileToCompare): Promise<readonly ProjectionFault[]> {
  const database = new DatabaseSync(file.path, { readOnly: true });
  try {
    database.exec('BEGIN'); // All is read as of one commit.
    const checkpoints = new Checkpoints(database);
    const faults: ProjectionFault[] = [];
    for (const projection of file.projections) {
      const checkpoint = checkpoints.of(projection);
      if (checkpoint.version !== projection.version || !checkpoint.indexed) continue;
      const fault = await faultOf(file, database, projection, checkpoint);
      if (fault !== undefined) faults.push(fault);
    }
    return faults;
  } finally {
    database.close();
  }
}

async function faultOf(
  { store, scratch }: ProjectionsFileToCompare,
  database: DatabaseSync,
  projection: Projection,
  checkpoint: Checkpoint,
): Promise<ProjectionFault | undefined> {
  const folded = new FoldedProjections(scratch, [projection]);
  try {
    if (!(await foldUpTo(folded, store, checkpoint)))
      return { projection: projection.name, what: 'is of another ledger' };
    folded.createIndexes();
    for (const listing of listingsOf([projection])) {
      const mismatch = await mismatchIn(listing, folded.reader, database);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  } finally {
    folded.close();
  }
}

/** @returns whether the ledger has the event that the projection applied last. */
async function foldUpTo(
  folded: FoldedProjections,
  store: ProjectionsFileToCompare['store'],
  { position, leafHash: applied }: Checkpoint,
): Promise<boolean> {
  if (position < 0) return true;
  for await (const page of store.read()) {
    const wanted = page.filter((event) => event.position <= position);
    folded.apply(wanted);
    const last = wanted.at(-1);
    if (last?.position === position) return applied !== undefined && equalBytes(leafHash(last.leaf), applied);
  }
  return false;
}

async function mismatchIn(
  listing: Listing,
  expected: DatabaseSync,
  found: DatabaseSync,
): Promise<Mismatch | undefined> {
  for (let last: Row | undefined; ;) {
    const rows = rowsAfter(expected, listing, last, ROWS_AT_ONCE);
    const mismatch = firstMismatch(listing, rows, rowsAfter(found, listing, last, ROWS_AT_ONCE));
    if (mismatch !== undefined || rows.length < ROWS_AT_ONCE) return mismatch;
    last = rows.at(-1);
    await nextTurn();
  }
}
