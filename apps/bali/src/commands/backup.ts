import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import { CONFIGURATION, type DataDirectory, directoryOf, SYSTEM, thisSoftware } from '@bali/installation';
import { LEDGERS, type VerifierKey } from '@bali/ledger';
import {
  heldLedgers,
  becomeCopyToTry,
  keysToRestore,
  type LedgerSummary,
  makeBackUp,
  makeBackUpWithKeys,
  refuseKeysOfAnother,
  restoreBackUp,
  restoreKeys,
} from '@bali/operations';
import { Command } from 'commander';
import { relative, resolve } from 'node:path';
import { sayDamaged, unknownLines } from './damaged-texts.js';
import { sayHeld } from './held-ledgers.js';
import { keyOption, knownKeys, signaturesVerified, unverifiedLines } from './known-keys.js';

interface BackupOptions {
  readonly out: string;
  readonly withKeys?: string;
  readonly json?: boolean;
}

type BackedUp = Awaited<ReturnType<typeof makeBackUp>> & { readonly keys?: readonly string[] };

interface RestoreCommandOptions {
  readonly from: string;
  readonly withKeys?: string;
  readonly asCopy?: boolean;
  readonly key?: readonly VerifierKey[];
  readonly json?: boolean;
}

export function backupCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('backup')
    .description('copy the ledgers and credentials of this installation as they are at one instant, while it runs')
    .requiredOption('--out <directory>', 'where the back-up will be: a directory that is not there yet')
    .option('--with-keys <directory>', 'copy the keys, too, into another directory, to be kept by somebody else')
    .option('--json', 'print one JSON document')
    .action((options: BackupOptions) => backUp(options, directoryOf(CONFIGURATION.read(environment))));
}

export function restoreCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('restore')
    .description('verify a back-up, and put it into the data directory, which must be empty but for the keys')
    .requiredOption('--from <directory>', 'the back-up')
    .option('--with-keys <directory>', 'put copied keys back, too')
    .option(
      '--as-copy',
      'as a copy to try: another identity, marked on every page, and of the copied keys those alone that unseal',
    )
    .addOption(keyOption())
    .option('--json', 'print one JSON document')
    .action((options: RestoreCommandOptions) => restore(options, environment));
}

const BACKED_UP_DAMAGED = 'The back-up is made, and lacks what the installation lacks. Keep the older back-ups.';
const LATER = 'What was recorded later is not in it: see docs/operations/back-up.md before anybody works with it.';
const COPY =
  'It is a copy to try, with an identity of its own: it says so on every page, and nothing of it is ever signed.';
const RESTORED_DAMAGED = 'The back-up is restored, and lacks what it lacked when it was made.';

const BACKED_UP_HELD =
  'The back-up is made, of ledgers that are not what was written into them. Keep the older back-ups.';
const RESTORED_HELD =
  'The back-up is restored, and is older than what was written last: look for what is newer before anything is decided.';

const KEYS_APART = [
  'KEYS: whoever has both this directory and a back-up can unseal who got what, and sign in the name of this installation.',
  'Give them to different people, on different media.',
];
const NO_KEYS =
  'The keys are not in it: without them, nobody can read what is sealed. Copy them once with --with-keys.';

async function backUp({ out, withKeys, json }: BackupOptions, directory: DataDirectory): Promise<void> {
  if (withKeys !== undefined && isWithin(out, withKeys))
    throw new Refused('the keys go into a directory of their own, never into the back-up');
  const progress = (file: string, done: number, of: number): void => showProgress(`${file}  ${done} of ${of} pages`);
  const { now } = SYSTEM;
  const options = { directory, out, now, software: thisSoftware(), progress };
  const making: Promise<BackedUp> =
    withKeys === undefined ? makeBackUp(options) : makeBackUpWithKeys(options, withKeys);
  const { keys, ...backedUp } = await making.finally(endProgress);
  const made = { ...backedUp, held: await heldLedgers(directory) };
  if (json === true) {
    printJson({
      directory: out,
      ...made,
      ...(keys === undefined ? {} : { keys: { directory: withKeys, files: keys } }),
    });
    sayHeld(BACKED_UP_HELD, made.held);
    sayDamaged(BACKED_UP_DAMAGED, made.texts);
    return;
  }
  printLines(
    `Backed up into ${out}, ${made.bytes} bytes`,
    ...ledgerLines(made.ledgers),
    `  Fingerprint    ${made.fingerprint}  (write it down elsewhere)`,
    ...unknownLines(made.texts),
    ...(keys === undefined ? [NO_KEYS] : [`${keys.length} keys copied into ${withKeys ?? ''}`, ...KEYS_APART]),
  );
  sayHeld(BACKED_UP_HELD, made.held);
  sayDamaged(BACKED_UP_DAMAGED, made.texts);
}

/** Checkpoints must be signed by the keys that are there already, or by those that are put back, or given. */
async function restore(
  { from, withKeys, asCopy = false, key, json }: RestoreCommandOptions,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const directory = directoryOf(CONFIGURATION.read(environment));
  const places = [directory.keys, ...(withKeys === undefined ? [] : [withKeys])];
  const known = knownKeys(environment, places, key);
  if (asCopy) refuseKeysOfAnother(directory);
  const sealingKeys = keysToRestore(directory, withKeys);
  const restored = await restoreBackUp({ from, directory, keys: known, sealingKeys });
  const copy = asCopy ? await becomeCopyToTry(directory, SYSTEM, withKeys) : undefined;
  const keys = withKeys === undefined || asCopy ? undefined : await restoreKeys(withKeys, directory);
  const held = await heldLedgers(directory);
  if (json === true) {
    const put = keys === undefined ? {} : { keys: { files: keys } };
    printJson({
      directory: directory.path,
      ...restored,
      held,
      signaturesVerified: signaturesVerified(known),
      ...put,
      ...(copy && { copy }),
    });
    sayHeld(RESTORED_HELD, held);
    sayDamaged(RESTORED_DAMAGED, restored.texts);
    return;
  }
  printLines(
    `Restored into ${directory.path}: the state of ${restored.madeAt}, by version ${restored.software.version}`,
    ...ledgerLines(restored.ledgers),
    `  Fingerprint    ${restored.fingerprint}  (compare it with the one that was written down)`,
    ...unverifiedLines(known),
    ...unknownLines(restored.texts),
    ...(keys === undefined ? [] : [`${keys.length} keys put into ${directory.keys}`]),
    ...(copy === undefined ? [LATER] : [COPY]),
  );
  sayHeld(RESTORED_HELD, held);
  sayDamaged(RESTORED_DAMAGED, restored.texts);
}

function isWithin(directory: string, path: string): boolean {
  return !relative(resolve(directory), resolve(path)).startsWith('..');
}

function ledgerLines(ledgers: Readonly<Record<(typeof LEDGERS)[number], LedgerSummary>>): readonly string[] {
  return LEDGERS.map((ledger) => {
    const { treeSize, root } = ledgers[ledger];
    return `  ${ledger.padEnd(8)}${String(treeSize).padStart(7)} events, root ${root}`;
  });
}
