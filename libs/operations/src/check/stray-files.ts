import type { DataDirectory } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { acceptancePath } from '../acceptance/begun-acceptance.js';
import type { Check, Finding } from './check.js';

/** Files that are left over from something that did not come to its end. */
export const strayFiles: Check = {
  name: 'stray files',
  find: ({ directory }) =>
    Promise.resolve([...unfinishedRestore(directory), ...unfinishedAcceptances(directory), ...strayIn(directory)]),
};

interface Stray {
  readonly fits: (name: string, names: ReadonlySet<string>) => boolean;
  readonly what: string;
  readonly wayOut: string;
}

const LOG_OF_A_DATABASE = /^(.+)-(wal|journal)$/;

const STRAYS: readonly Stray[] = [
  {
    fits: (name, names) => !names.has(LOG_OF_A_DATABASE.exec(name)?.[1] ?? name),
    what: 'is the log of a database that is gone: what was written last is in it alone',
    wayOut: 'Put the database back from where it was moved to, or restore a back-up. Do not start the server before.',
  },
  {
    fits: (name) => /\.aside-\d+(-wal|-shm)?$/.test(name),
    what: 'was put aside at a start or by `bali rebuild`, since it could not be used',
    wayOut: 'Find out what had happened to it, if you can. Then it may be deleted.',
  },
  {
    fits: (name) => /\.unfinished(-|$)/.test(name) || name.endsWith('.new'),
    what: 'is what was left when something was killed while it wrote',
    wayOut: 'Delete it while the server is stopped.',
  },
  {
    fits: (name) => name.startsWith('scratch-'),
    what: 'is a scratch directory of a process that was killed',
    wayOut: 'Delete it while the server is stopped.',
  },
];

function unfinishedRestore({ path, restoring }: DataDirectory): readonly Finding[] {
  if (!existsSync(restoring)) return [];
  const what = 'is there: a back-up is being restored, or its restore did not come to its end. No ledger is opened';
  const wayOut = 'If nothing is at work there any more, take away everything but the keys, and restore again.';
  return [{ file: relative(path, restoring), what, wayOut }];
}

function unfinishedAcceptances(directory: DataDirectory): readonly Finding[] {
  return LEDGERS.filter((ledger) => existsSync(acceptancePath(directory, ledger))).map((ledger) => ({
    file: relative(directory.path, acceptancePath(directory, ledger)),
    what: `is there: the decision to accept the ${ledger} ledger may not be recorded`,
    wayOut: `Stop the server, and give \`bali ledgers accept --ledger ${ledger}\` again: it goes on where it was cut off.`,
  }));
}

function strayIn({ path, alarms }: DataDirectory): readonly Finding[] {
  return [path, alarms].filter(existsSync).flatMap((directory) => {
    const names = new Set(readdirSync(directory));
    return [...names].toSorted().flatMap((name): readonly Finding[] => {
      const stray = STRAYS.find(({ fits }) => fits(name, names));
      const file = relative(path, join(directory, name));
      return stray === undefined ? [] : [{ file, what: stray.what, wayOut: stray.wayOut }];
    });
  });
}
