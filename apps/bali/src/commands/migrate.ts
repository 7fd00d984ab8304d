import { endProgress, printJson, printLines, showProgress } from '@bali/command-line';
import { STORE_DRIVERS } from '@bali/event-store';
import {
  CONFIGURATION,
  type DataDirectory,
  dataDirectory,
  directoryNamedBy,
  openLedger,
  openLedgerToRead,
} from '@bali/installation';
import { type Ledger, LEDGERS, type VerifierKey } from '@bali/ledger';
import { type Migrated, migrateLedger } from '@bali/operations';
import { Command } from 'commander';
import { keyOption, type KeysOfLedgers, knownKeys, signaturesVerified, unverifiedLines } from './known-keys.js';

interface MigrateOptions {
  readonly from: string;
  readonly to: string;
  readonly key?: readonly VerifierKey[];
  readonly json?: boolean;
}

const NAMED = STORE_DRIVERS.map(({ described }) => described.onCommandLine).join(', ');
const PLACES = `${NAMED}, or the name of an environment variable that holds it (others see a command line)`;

export function migrateCommand(environment: NodeJS.ProcessEnv): Command {
  const command = new Command('migrate')
    .description('copy the three ledgers from one store to another, and show that they are the same')
    .requiredOption('--from <url>', `what is copied, and nobody may write to meanwhile: ${PLACES}`)
    .requiredOption('--to <url>', 'where to, likewise: empty, or an earlier attempt to be gone on with')
    .addOption(keyOption())
    .option('--json', 'print one JSON document');
  return command.action(async ({ from, to, key, json }: MigrateOptions) => {
    const { data } = CONFIGURATION.read(environment);
    const place = (option: string, url: string): DataDirectory => {
      const directory = directoryNamedBy(environment[url] ?? url, data);
      // The text may hold a password: it is not quoted.
      return directory ?? command.error(`error: option '${option}' must be ${PLACES}`);
    };
    const [source, target] = [place('--from', from), place('--to', to)];
    const known = knownKeys(environment, [source.keys, target.keys, dataDirectory(data).keys], key);
    const migrated = await migrate(source, target, known);
    if (json === true) printJson({ ledgers: migrated, signaturesVerified: signaturesVerified(known) });
    else {
      const lines = LEDGERS.flatMap((ledger) => linesOf(ledger, migrated[ledger]));
      printLines(...lines, ...unverifiedLines(known), NOT_IN_A_STORE);
    }
  });
}

const NOT_IN_A_STORE =
  'Keys and credentials are in no store: they stay in the data directory of the installation, or move with it by hand.';

async function migrate(from: DataDirectory, to: DataDirectory, keys: KeysOfLedgers): Promise<Record<Ledger, Migrated>> {
  const migrated: Partial<Record<Ledger, Migrated>> = {};
  for (const ledger of LEDGERS)
    migrated[ledger] = await migrateOne(from, to, ledger, keys[ledger]).finally(endProgress);
  return migrated as Record<Ledger, Migrated>;
}

async function migrateOne(
  from: DataDirectory,
  to: DataDirectory,
  ledger: Ledger,
  keys: readonly VerifierKey[] | undefined,
): Promise<Migrated> {
  const source = await openLedgerToRead(from, ledger);
  try {
    const target = await openLedger(to, ledger);
    try {
      return await migrateLedger({
        ...{ source, target, ...(keys && { keys }) },
        progress: (step, events, of) => showProgress(`${ledger}  ${step}  ${events} of ${of} events`),
      });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function linesOf(
  ledger: Ledger,
  { treeSize, root, checkpoints, copied, texts, stateDigest }: Migrated,
): readonly string[] {
  return [
    `${ledger}: ${treeSize} events, ${texts} free texts and ${checkpoints} checkpoints are the same in both (${copied} events copied now)`,
    `  Root          ${root}`,
    ...(stateDigest === undefined ? [] : [`  State digest  ${stateDigest}`]),
  ];
}
