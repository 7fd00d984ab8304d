import type { EventStore, HeldBecause } from '@bali/event-store';
import { type DataDirectory, openLedgerToRead, wasNeverMade } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { type Check, type CheckedInstallation, type Finding, reasonOf } from './check.js';
import { credentials } from './credentials.js';
import { freeTexts } from './free-texts.js';
import { keysDirectory } from './keys.js';
import { ledgerFiles } from './ledger-files.js';
import { ledgerTrees } from './ledger-trees.js';
import { madeFiles } from './made-files.js';
import { projectionsFiles } from './projections.js';
import { raisedAlarms } from './raised-alarms.js';
import { strayFiles } from './stray-files.js';
import { tiles } from './tiles.js';

/** Everything that is looked at, in the order in which it is told. */
const CHECKS: readonly Check[] = [
  strayFiles,
  ledgerFiles,
  ledgerTrees,
  freeTexts,
  keysDirectory,
  credentials,
  projectionsFiles,
  tiles,
  madeFiles,
  raisedAlarms,
];

/** What one check found. */
export interface Checked {
  readonly check: string;
  readonly findings: readonly Finding[];
}

export interface CheckOptions extends Omit<CheckedInstallation, 'ledgers'> {
  /** Is told of each check before it begins. */
  readonly progress?: (check: string) => void;
}

/**
 * Looks at every file of an installation, also while it runs. Nothing of the installation is changed.
 * @returns each check with what it found: nothing, where all is well.
 */
export async function checkInstallation({ progress, ...about }: CheckOptions): Promise<readonly Checked[]> {
  const ledgers: Partial<Record<Ledger, EventStore>> = {};
  try {
    const opening: Finding[] = [];
    for (const ledger of LEDGERS) opening.push(...(await open(about.directory, ledger, ledgers)));
    const checked: Checked[] = [{ check: 'opening the ledgers', findings: opening }];
    for (const { name, find } of CHECKS) {
      progress?.(name);
      checked.push({ check: name, findings: await find({ ...about, ledgers }).catch(notMade) });
    }
    return checked;
  } finally {
    for (const store of Object.values(ledgers)) await store.close();
  }
}

/** A check that fails says nothing about the others: they are made all the same. */
function notMade(error: unknown): readonly Finding[] {
  const wayOut = 'Mend what is named here, and check again.';
  return [{ file: '.', what: `could not be looked at: ${reasonOf(error)}`, wayOut }];
}

const COPY = 'Stop the server, and copy the whole data directory and the keys to where nobody writes.';
const DECIDE = `${COPY} Find out what happened, and restore the last back-up.`;

const MARK = `${COPY} Put the mark back from the copy of the keys, or decide with \`bali ledgers accept\`.`;

/** What an operator does about a ledger that is held. `bali ledgers accept` comes last: it believes what was found. */
const OF_HELD: Readonly<Record<HeldBecause, string>> = {
  'behind-its-mark':
    `${COPY} If its newest file or its \`-wal\` is elsewhere, put it back. If a back-up was put back by hand, decide about it with ` +
    '`bali ledgers accept`; otherwise restore the last back-up.',
  'not-the-marked-history': DECIDE,
  'mark-unreadable': MARK,
  'mark-gone': MARK,
  'head-does-not-fit': DECIDE,
  'head-missing': DECIDE,
  'event-altered': DECIDE,
};

const NOT_OPENED = 'Read docs/operations/incidents.md before anything is started, moved or deleted.';

async function open(
  directory: DataDirectory,
  ledger: Ledger,
  ledgers: Partial<Record<Ledger, EventStore>>,
): Promise<readonly Finding[]> {
  if (existsSync(directory.restoring)) return []; // It is a stray file, which is a finding already.
  const file = relative(directory.path, directory.ledgers[ledger]);
  try {
    if (wasNeverMade(directory, ledger)) return missing(directory, file);
    const store = await openLedgerToRead(directory, ledger);
    if (store.held === undefined) {
      ledgers[ledger] = store;
      return [];
    }
    await store.close();
    return [{ file, what: `is held, and takes no event: ${store.held.found}`, wayOut: OF_HELD[store.held.why] }];
  } catch (error) {
    return [{ file, what: `cannot be opened: ${reasonOf(error)}`, wayOut: NOT_OPENED }];
  }
}

/** An installation that was never started has no ledger, and is well. */
function missing({ ledgers, keys }: DataDirectory, file: string): readonly Finding[] {
  if (!existsSync(keys) && Object.values(ledgers).every((path) => !existsSync(path))) return [];
  const wayOut =
    'Do not start the server: it must not make an empty one. Put the file back, or restore the last back-up.';
  return [{ file, what: 'is not there, though other files of the installation are', wayOut }];
}
