import type { EventStore } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { relative } from 'node:path';
import { CheckedTree, type KnownKeys } from '../checked-tree.js';
import { OperationRefused } from '../operation-refused.js';
import type { Check, CheckedInstallation, Finding } from './check.js';
import { isCheckpointNote, lastSigned } from './last-signed.js';

const WAY_OUT =
  'Sign nothing and record nothing more. Keep a copy of the whole data directory, compare with a checkpoint in other hands, ' +
  'and restore a back-up that agrees with it (docs/operations/incidents.md).';

/**
 * The tree over all events of each ledger, against every checkpoint beside it and the one that was signed last: of whatever is stored
 * there, also where no head covers it.
 */
export const ledgerTrees: Check = {
  name: 'ledgers against their checkpoints',
  find: async (installation) => {
    const findings: Finding[] = [];
    for (const ledger of LEDGERS) findings.push(...(await findingsOf(installation, ledger)));
    return findings;
  },
};

async function findingsOf({ directory, keys }: CheckedInstallation, ledger: Ledger): Promise<readonly Finding[]> {
  const remembered = lastSigned(directory, ledger);
  // One that was cut is a finding about the keys: it says nothing of the ledger.
  const signedLast = remembered !== undefined && isCheckpointNote(remembered) ? remembered : undefined;
  const store = await asStored(directory, ledger);
  if (store === undefined) return [];
  try {
    await compareAll(store, keys[ledger], signedLast);
    return [];
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    const what =
      ledger === 'sealed'
        ? 'does not agree with what was signed, or a checkpoint beside it is not to be believed'
        : `does not agree with what was signed: ${error.message}`;
    return [{ file: relative(directory.path, directory.ledgers[ledger]), what, wayOut: WAY_OUT }];
  } finally {
    await store.close();
  }
}

/** Undefined for a ledger that cannot be opened: that is a finding already. */
async function asStored({ store, ledgers, replicas }: DataDirectory, ledger: Ledger): Promise<EventStore | undefined> {
  const place = { trialId: TRIAL.id, ledger, file: ledgers[ledger], copies: replicas };
  try {
    return await store.open({ ...place, readOnly: true, heads: 'not-verified' });
  } catch {
    return undefined;
  }
}

async function compareAll(store: EventStore, keys: KnownKeys, note: string | undefined): Promise<void> {
  const tree = await CheckedTree.of(store, keys, note === undefined ? [] : [note]);
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  tree.summary();
}
