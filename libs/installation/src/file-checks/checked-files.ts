import { LEDGERS } from '@bali/ledger';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DataDirectory } from '../data-directory.js';

/** A SQLite file of an installation, and what an operator does when it is damaged. */
export interface CheckedFile {
  readonly path: string;
  /** Of the sealed ledger nothing is said that depends on what is in it. */
  readonly isSealed: boolean;
  readonly wayOut: string;
}

const RESTORE =
  'Stop the server, move the file to where it is kept, and restore the last back-up (docs/operations/back-up.md).';
const REBUILD = 'Everything in it is computed: stop the server, run `bali rebuild`, and start again.';
const COPY_AGAIN = 'It is a copy of what the cluster holds: stop the server, move the file away, and start again.';

/** The files that the site API works on, as far as they are there. */
export function filesOfSiteApi(directory: DataDirectory): readonly CheckedFile[] {
  const { ledgers, credentials, projections, sealedProjections, replicas } = directory;
  const primary = [...LEDGERS.map((ledger) => ledgers[ledger]), credentials];
  return there([
    ...primary.map((path) => ({ path, isSealed: path === ledgers.sealed, wayOut: RESTORE })),
    ...databasesIn(replicas).map((path) => ({ path, isSealed: true, wayOut: COPY_AGAIN })),
    { path: projections, isSealed: false, wayOut: REBUILD },
    { path: sealedProjections, isSealed: true, wayOut: REBUILD },
    ...trees(directory, ''),
  ]);
}

/** The files that the inspection API has for itself, as far as they are there. */
export function filesOfInspectionApi(directory: DataDirectory): readonly CheckedFile[] {
  const projections = { path: directory.inspectionProjections, isSealed: false, wayOut: REBUILD };
  return there([projections, ...trees(directory, 'inspection-')]);
}

/** The file that is there while an API runs on the data directory. */
export function runningMarker({ path }: DataDirectory, api: 'site-api' | 'inspection-api'): string {
  return join(path, `${api}.running`);
}

function trees({ path }: DataDirectory, prefix: string): readonly CheckedFile[] {
  return LEDGERS.map((ledger) => ({
    path: join(path, `${prefix}log-${ledger}.db`),
    isSealed: ledger === 'sealed',
    wayOut: REBUILD,
  }));
}

function databasesIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.db'))
    .map((name) => join(directory, name));
}

function there(files: readonly CheckedFile[]): readonly CheckedFile[] {
  return files.filter(({ path }) => existsSync(path));
}
