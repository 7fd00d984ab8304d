import { compareTiles } from '@bali/log';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, type CheckedInstallation, type Finding, reasonOf } from './check.js';

/** The files of the site API, and those of the inspection API. */
const PREFIXES = ['', 'inspection-'];
const WAY_OUT = 'Stop the server, delete the file, and start the server: it makes the file anew from the ledger.';

/** The tiles from which proofs and receipts are made, against the tree of the ledger. */
export const tiles: Check = {
  name: 'tiles',
  find: async (installation) => {
    const findings: Finding[] = [];
    for (const prefix of PREFIXES)
      for (const ledger of LEDGERS) findings.push(...(await findingsOf(installation, prefix, ledger)));
    return findings;
  },
};

async function findingsOf(
  { directory, ledgers }: CheckedInstallation,
  prefix: string,
  ledger: Ledger,
): Promise<readonly Finding[]> {
  const file = `${prefix}log-${ledger}.db`;
  const path = join(directory.path, file);
  const store = ledgers[ledger];
  if (store === undefined || !existsSync(path)) return [];
  const what = await faultOf(() => compareTiles(path, store));
  if (what === undefined) return [];
  // Where the fault is would tell how large the sealed ledger is.
  return [{ file, what: ledger === 'sealed' ? 'does not hold the tree of its ledger' : what, wayOut: WAY_OUT }];
}

async function faultOf(compare: () => ReturnType<typeof compareTiles>): Promise<string | undefined> {
  try {
    const wrong = await compare();
    if (wrong === undefined) return undefined;
    if (wrong === 'another-ledger') return 'is the tree of more events than the ledger has';
    return `does not hold the tree of its ledger: the tile ${wrong.level}/${wrong.index} differs, or is missing`;
  } catch (error) {
    return `cannot be compared: ${reasonOf(error)}`;
  }
}
