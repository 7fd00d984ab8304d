import { type BlindingData, drawList, listCommitment, openSealedRecord, readSealingKeys } from '@bali/blinding';
import { type EventStore, ledgerFormat, NotThisLedger } from '@bali/event-store';
import {
  type Ledger,
  LEDGERS,
  NoteNotVerified,
  openNote,
  parseCheckpoint,
  parseNote,
  recordOf,
  type TreeHead,
} from '@bali/ledger';
import { readSigningKeys } from '@bali/log';
import { TRIAL } from '@bali/protocol';
import { existsSync, readFileSync } from 'node:fs';
import type { DataDirectory } from '../data-directory.js';
import { signerFiles } from './key-files.js';

/**
 * Whether the ledgers of an older form belong to one another and to the keys: each checkpoint that was kept last is signed by the
 * keys here, and the list in the sealed ledger is the one that the trial ledger was committed to.
 * @throws NotThisLedger naming what does not agree.
 */
export async function refuseDisagreeing(directory: DataDirectory): Promise<void> {
  for (const ledger of LEDGERS) await signedLastOf(directory, ledger);
  const committed = await firstOf(directory, 'trial', 'RandomizationListCommitted');
  if (committed === undefined) return;
  const drawn = await drawnCommitment(directory);
  const { commitment } = committed.data as { readonly commitment?: unknown };
  if (drawn === commitment) return;
  throw new NotThisLedger(
    `${directory.ledgers.sealed} does not hold the randomization list that ${directory.ledgers.trial} was committed to: ` +
      'they are ledgers of two installations. Put back those that belong together.',
  );
}

/** The largest tree of a ledger that is known to have been signed. @throws NotThisLedger when it was signed by other keys. */
export async function signedLastOf(directory: DataDirectory, ledger: Ledger): Promise<TreeHead | undefined> {
  const { keys, lastSigned } = signerFiles(directory, ledger);
  const kept = await withOlder(directory, ledger, (store) => store.lastCheckpoint());
  const notes = [kept?.note, existsSync(lastSigned) ? readFileSync(lastSigned, 'utf8') : undefined];
  const heads = notes
    .filter((note) => note !== undefined)
    .map((note) => signedHead(note, keys, directory.ledgers[ledger]));
  return heads.toSorted((one, other) => other.size - one.size)[0];
}

function signedHead(note: string, keysPath: string, ledgerPath: string): TreeHead {
  const origin = parseCheckpoint(parseNote(note).text).origin;
  try {
    const keys = readSigningKeys(keysPath, origin);
    const { size, root } = parseCheckpoint(
      keys === undefined ? parseNote(note).text : openNote(note, keys.verifiers).text,
    );
    return { size, root };
  } catch (error) {
    if (!(error instanceof NoteNotVerified)) throw error;
    throw new NotThisLedger(
      `the checkpoint that was signed last for ${ledgerPath} is not signed by ${keysPath}: put back the file or the keys that belong here`,
      { cause: error },
    );
  }
}

async function drawnCommitment(directory: DataDirectory): Promise<string | undefined> {
  const keys = readSealingKeys(directory.sealingKeys);
  if (keys === undefined) throw new NotThisLedger('there are no sealing keys to compare the randomization list with');
  return withOlder(directory, 'sealed', async (store) => {
    for await (const page of store.read())
      for (const { leaf } of page) {
        const { type, data } = await openSealedRecord(recordOf(leaf), keys);
        if (type === 'RandomizationListDrawn')
          return listCommitment(drawList(data as BlindingData<'RandomizationListDrawn'>));
      }
    return undefined;
  });
}

async function firstOf(directory: DataDirectory, ledger: Ledger, type: string) {
  return withOlder(directory, ledger, async (store) => {
    for await (const page of store.read()) {
      const found = page.find((event) => event.type === type);
      if (found !== undefined) return recordOf(found.leaf);
    }
    return undefined;
  });
}

/**
 * Reads a ledger of an older form as it is found; `undefined` if there is no file of it. What lies in the data directory says
 * nothing of a ledger in a cluster: an installation that moves to one has both. Such a store looks at its own last checkpoint.
 */
async function withOlder<Result>(
  { store, ledgers, replicas }: DataDirectory,
  ledger: Ledger,
  read: (store: EventStore) => Promise<Result>,
): Promise<Result | undefined> {
  if (!store.driver.capabilities.keepsLedgersInDataDirectory) return undefined;
  if (ledgerFormat(ledgers[ledger]) === undefined) return undefined;
  const place = { trialId: TRIAL.id, ledger, file: ledgers[ledger], copies: replicas };
  const opened = await store.open({ ...place, readOnly: true, heads: 'not-verified' });
  try {
    return await read(opened);
  } finally {
    await opened.close();
  }
}
