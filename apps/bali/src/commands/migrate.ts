import { actorOf } from '@bali/access';
import { openSealedRecord, readSealingKeys } from '@bali/blinding';
import { endProgress, printJson, printLines, showProgress } from '@bali/command-line';
import { STORE_DRIVERS } from '@bali/event-store';
import {
  CONFIGURATION,
  type DataDirectory,
  dataDirectory,
  directoryNamedBy,
  directoryOf,
  keepIdentity,
  openLedger,
  openLedgerToRead,
  signerFiles,
  SYSTEM,
  thisSoftware,
} from '@bali/installation';
import type { OpenSealed } from '@bali/inspection';
import { type Ledger, LEDGERS, type VerifierKey } from '@bali/ledger';
import { type Migrated, migrateLedger, recordAcceptance } from '@bali/operations';
import { Command } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { operator } from './identity-of-command.js';
import { reasonOfDecision } from './reason-of-decision.js';
import { keyOption, type KeysOfLedgers, knownKeys, signaturesVerified, unverifiedLines } from './known-keys.js';

interface MigrateOptions {
  readonly from: string;
  readonly to: string;
  readonly key?: readonly VerifierKey[];
  readonly json?: boolean;
  readonly heldAsVerified?: string;
}

const NAMED = STORE_DRIVERS.map(({ described }) => described.onCommandLine).join(', ');
const PLACES = `${NAMED}, or the name of an environment variable that holds it (others see a command line)`;

export function migrateCommand(environment: NodeJS.ProcessEnv): Command {
  const command = new Command('migrate')
    .description('copy the three ledgers from one store to another, and show that they are the same')
    .requiredOption('--from <url>', `what is copied, and nobody may write to meanwhile: ${PLACES}`)
    .requiredOption('--to <url>', 'where to, likewise: empty, or an earlier attempt to be gone on with')
    .addOption(keyOption())
    .option(
      '--held-as-verified <reason>',
      'copy of a ledger that is held what is verified of it, and nothing after: why, and who decided it, stays in the access ledger',
      reasonOfDecision,
    )
    .option('--json', 'print one JSON document');
  return command.action(async ({ from, to, key, json, heldAsVerified }: MigrateOptions) => {
    const { data } = CONFIGURATION.read(environment);
    const place = (option: string, url: string): DataDirectory => {
      const directory = directoryNamedBy(environment[url] ?? url, data);
      // The text may hold a password: it is not quoted.
      return directory ?? command.error(`error: option '${option}' must be ${PLACES}`);
    };
    const [source, target] = [place('--from', from), place('--to', to)];
    const known = knownKeys(environment, [source.keys, target.keys, dataDirectory(data).keys], key);
    const openSealed = opening([directoryOf(CONFIGURATION.read(environment)), source, target]);
    const ofHeld = heldAsVerified === undefined ? 'refused' : 'verified';
    const migrated = await migrate(source, target, { known, ofHeld, ...(openSealed && { openSealed }) });
    if (heldAsVerified !== undefined) await recordDecisions(target, migrated, heldAsVerified);
    if (json === true) printJson({ ledgers: migrated, signaturesVerified: signaturesVerified(known) });
    else {
      const lines = LEDGERS.flatMap((ledger) => linesOf(ledger, migrated[ledger]));
      printLines(...lines, ...unverifiedLines(known), ...incompleteLines(migrated), NOT_IN_A_STORE);
    }
  });
}

const NOT_IN_A_STORE =
  'Keys and credentials are in no store: they stay in the data directory of the installation, or move with it by hand.';

/** What opens the sealed ledger's records, from the first of the places that has sealing keys. @throws SealingKeysRefused */
function opening(places: readonly DataDirectory[]): OpenSealed | undefined {
  for (const { sealingKeys } of places) {
    const keys = readSealingKeys(sealingKeys);
    if (keys !== undefined) return (record) => openSealedRecord(record, keys);
  }
  return undefined;
}

/** What is known of the source: with it, more is verified. */
interface KnownOfSource {
  readonly ofHeld: 'refused' | 'verified';
  readonly known: KeysOfLedgers;
  readonly openSealed?: OpenSealed;
}

async function migrate(
  from: DataDirectory,
  to: DataDirectory,
  about: KnownOfSource,
): Promise<Record<Ledger, Migrated>> {
  keepIdentity(from, to);
  const migrated: Partial<Record<Ledger, Migrated>> = {};
  for (const ledger of LEDGERS) migrated[ledger] = await migrateOne(from, to, ledger, about).finally(endProgress);
  return migrated as Record<Ledger, Migrated>;
}

async function migrateOne(
  from: DataDirectory,
  to: DataDirectory,
  ledger: Ledger,
  { known, ofHeld, openSealed }: KnownOfSource,
): Promise<Migrated> {
  const { lastSigned: path } = signerFiles(from, ledger);
  const lastSigned = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const keys = known[ledger];
  const source = await openLedgerToRead(from, ledger);
  try {
    const target = await openLedger(to, ledger, {}, true);
    try {
      return await migrateLedger({
        ...{ source, target, ofHeld, ...(keys && { keys }), ...(openSealed && { openSealed }) },
        ...(lastSigned !== undefined && { lastSigned }),
        progress: (step, events, of) => showProgress(`${ledger}  ${step}  ${events} of ${of} events`),
      });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function recordDecisions(
  directory: DataDirectory,
  migrated: Record<Ledger, Migrated>,
  reason: string,
): Promise<void> {
  const about = { directory, reason, by: actorOf(operator()), ambient: SYSTEM, software: thisSoftware() };
  for (const ledger of LEDGERS) {
    const why = migrated[ledger].held;
    if (why !== undefined) await recordAcceptance(about, { ledger, why });
  }
}

/** What an operator is told of ledgers of which nobody could see here whether they had all their texts. */
function incompleteLines(migrated: Record<Ledger, Migrated>): readonly string[] {
  const unknown = LEDGERS.filter((ledger) => !migrated[ledger].textsComplete);
  if (unknown.length === 0) return [];
  return [
    `FREE TEXTS NOT COUNTED: which texts ${unknown.join(', ')} must have is sealed, and there are no sealing keys here.`,
    'The texts that are in the source are in the target. Run it again with the sealing keys (BALI_SEALING_KEYS) to see that none is lost.',
  ];
}

function linesOf(
  ledger: Ledger,
  { treeSize, root, checkpoints, copied, texts, stateDigest, held }: Migrated,
): readonly string[] {
  return [
    ...(held === undefined ? [] : [`${ledger}: THE SOURCE IS HELD (${held}): what is verified of it was copied`]),
    `${ledger}: ${treeSize} events, ${texts} free texts and ${checkpoints} checkpoints are the same in both (${copied} events copied now)`,
    `  Root          ${root}`,
    ...(stateDigest === undefined ? [] : [`  State digest  ${stateDigest}`]),
  ];
}
