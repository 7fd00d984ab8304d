import type { EventStore } from '@bali/event-store';
import { type DataDirectory, signerFiles } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { CheckedTree, type KnownKeys } from '../checked-tree.js';
import { OperationRefused } from '../operation-refused.js';
import type { Check, CheckedInstallation, Finding } from './check.js';

const WAY_OUT =
  'Sign nothing and record nothing more. Keep a copy of the whole data directory, compare with a checkpoint in other hands, ' +
  'and restore a back-up that agrees with it (docs/operations/incidents.md).';

/** The tree over all events of each ledger, against every checkpoint beside it and the one that was signed last. */
export const ledgerTrees: Check = {
  name: 'ledgers against their checkpoints',
  find: async (installation) => {
    const findings: Finding[] = [];
    for (const ledger of LEDGERS) findings.push(...(await findingsOf(installation, ledger)));
    return findings;
  },
};

async function findingsOf(
  { directory, ledgers, keys }: CheckedInstallation,
  ledger: Ledger,
): Promise<readonly Finding[]> {
  const store = ledgers[ledger];
  if (store === undefined) return [];
  try {
    await compareAll(store, keys[ledger], lastSigned(directory, ledger));
    return [];
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    const what =
      ledger === 'sealed'
        ? 'does not agree with what was signed, or a checkpoint beside it is not to be believed'
        : `does not agree with what was signed: ${error.message}`;
    return [{ file: relative(directory.path, directory.ledgers[ledger]), what, wayOut: WAY_OUT }];
  }
}

async function compareAll(store: EventStore, keys: KnownKeys, note: string | undefined): Promise<void> {
  const tree = await CheckedTree.of(store, keys, note === undefined ? [] : [note]);
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  tree.summary();
}

function lastSigned(directory: DataDirectory, ledger: Ledger): string | undefined {
  const { lastSigned: path } = signerFiles(directory, ledger);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
