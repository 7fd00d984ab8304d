import {
  compareProjectionsFile,
  eventIndex,
  type Projection,
  type ProjectionFault,
  TRIAL_HISTORY_PROJECTIONS,
  TRIAL_PROJECTIONS,
} from '@bali/projections';
import type { DataDirectory } from '@bali/installation';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Check, type CheckedInstallation, type Finding, reasonOf } from './check.js';

interface ProjectionsFile {
  readonly path: (directory: DataDirectory) => string;
  readonly ledger: 'trial' | 'sealed';
  readonly projections: readonly Projection[];
}

const FILES: readonly ProjectionsFile[] = [
  { path: ({ projections }) => projections, ledger: 'trial', projections: TRIAL_PROJECTIONS },
  {
    path: ({ inspectionProjections }) => inspectionProjections,
    ...{ ledger: 'trial', projections: TRIAL_HISTORY_PROJECTIONS },
  },
  { path: ({ sealedProjections }) => sealedProjections, ledger: 'sealed', projections: [eventIndex] },
];

const WAY_OUT =
  'Find out who or what altered it. Then stop the server, delete the file, and start the server: it makes the file anew.';

/** Each projections file, row by row, against what is folded anew from its ledger. */
export const projectionsFiles: Check = {
  name: 'projections',
  find: async (installation) => {
    const findings: Finding[] = [];
    for (const file of FILES) findings.push(...(await findingsOf(file, installation)));
    return findings;
  },
};

async function findingsOf(
  { path: pathIn, ledger, projections }: ProjectionsFile,
  { directory, ledgers, scratch }: CheckedInstallation,
): Promise<readonly Finding[]> {
  const path = pathIn(directory);
  const store = ledgers[ledger];
  if (store === undefined || !existsSync(path)) return [];
  const finding = (what: string): Finding => ({ file: basename(path), what, wayOut: WAY_OUT });
  try {
    const faults = await compareProjectionsFile({ path, projections, store, scratch });
    return faults.map((fault) => finding(ledger === 'sealed' ? DIFFERS : whatOf(fault)));
  } catch (error) {
    return [
      finding(ledger === 'sealed' ? 'cannot be compared with its ledger' : `cannot be compared: ${reasonOf(error)}`),
    ];
  }
}

const DIFFERS = 'does not hold what the ledger says';

function whatOf(fault: ProjectionFault): string {
  if (!('table' in fault)) return `was computed from another ledger than this one (the projection ${fault.projection})`;
  const { table, index, key, what } = fault;
  const where = index === undefined ? `the table ${table}` : `the index ${index} of the table ${table}`;
  return `${DIFFERS}: in ${where}, the row of ${key} ${what}`;
}
