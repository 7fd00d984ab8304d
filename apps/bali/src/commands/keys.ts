import {
  CONFIGURATION,
  type DataDirectory,
  directoryOf,
  logOrigin,
  openLedgerToRead,
  replaceHeadKey,
  signerFiles,
  SYSTEM,
  wasNeverMade,
} from '@bali/installation';
import { rotateSealingKeys, SEALING_KEY_BYTES } from '@bali/blinding';
import { printJson, printLines, Refused } from '@bali/command-line';
import { isCopyToTry, readInstallationKeys } from '@bali/event-store';
import { fingerprintOf, formatVerifierKey, type Ledger, LEDGERS } from '@bali/ledger';
import { makeSigningKeys, readSigningKeys, rotateSigningKeys, SIGNING_KEY_BYTES, type SigningKeys } from '@bali/log';
import { Command, InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';

interface Chosen {
  readonly ledger?: Ledger;
  readonly json?: boolean;
}

const DAY_MS = 86_400_000;
const AS_JSON = ['--json', 'print one JSON document'] as const;
const ledgerOption = () => new Option('--ledger <ledger>', 'the ledger (default: all)').choices(LEDGERS);

/** `bali keys`: the keys that sign the checkpoints of the transparency logs. */
export function keysCommand(environment: NodeJS.ProcessEnv): Command {
  const keys = new Command('keys').description('the keys that sign the checkpoints of the ledgers');
  keys
    .command('list')
    .description('every key with its verifier key line, and whether it signs')
    .addOption(ledgerOption())
    .option(...AS_JSON)
    .action((options: Chosen) => list(environment, options));
  keys
    .command('fingerprint')
    .description('the fingerprints to print on paper and compare, of the keys that sign')
    .addOption(ledgerOption())
    .action((options: Chosen) => fingerprints(environment, options));
  keys
    .command('create')
    .description('make the first key of a log that has none and was never signed')
    .addOption(ledgerOption())
    .action((options: Chosen) => create(environment, options));
  keys
    .command('rotate')
    .description('put a new key in the place of the one that signs; both sign for a while')
    .addOption(ledgerOption().makeOptionMandatory())
    .option('--both-days <days>', 'for how many days both sign', days, 90)
    .action((options: Required<Pick<Chosen, 'ledger'>> & { bothDays: number }) => rotate(environment, options));
  keys
    .command('rotate-sealing')
    .description('seal with a new key from the next start on; the former ones go on opening what they sealed')
    .action(() => rotateSealing(environment));
  keys
    .command('rotate-head')
    .description(
      'seal the heads of the ledgers with a new key, with every server stopped; the former one verifies its own',
    )
    .action(() => rotateHead(environment));
  return keys;
}

function rotateHead(environment: NodeJS.ProcessEnv): void {
  const directory = directoryOf(CONFIGURATION.read(environment));
  replaceHeadKey(directory, SYSTEM);
  printLines(
    'The heads of the ledgers are sealed with a new key from now on.',
    `Copy ${directory.installationKeys} to where the keys are kept. Sessions that are older than half an hour end.`,
  );
}

function rotateSealing(environment: NodeJS.ProcessEnv): void {
  const { sealingKeys } = directoryOf(CONFIGURATION.read(environment));
  if (!('path' in sealingKeys))
    throw new Refused('the sealing keys are in the environment: put a new one first there, where it is set');
  const { fingerprint } = rotateSealingKeys(sealingKeys.path, SYSTEM.randomBytes(SEALING_KEY_BYTES, 'sealing key'));
  printLines(
    `The key that seals has the fingerprint ${fingerprint}, once every instance is started again.`,
    `Copy ${sealingKeys.path} to where the sealing keys are kept, before anything is sealed with it.`,
  );
}

function days(text: string): number {
  if (/^[0-9]{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of days.');
}

interface Place {
  readonly directory: DataDirectory;
  readonly path: string;
  readonly origin: string;
}

function placeOf(environment: NodeJS.ProcessEnv, ledger: Ledger): Place {
  const configuration = CONFIGURATION.read(environment);
  const directory = directoryOf(configuration);
  return { directory, path: signerFiles(directory, ledger).keys, origin: logOrigin(configuration.logHost, ledger) };
}

function chosenLedgers({ ledger }: Chosen): readonly Ledger[] {
  return ledger === undefined ? LEDGERS : [ledger];
}

function keysOf(environment: NodeJS.ProcessEnv, options: Chosen): readonly SigningKeys[] {
  return chosenLedgers(options).flatMap((ledger) => {
    const { path, origin } = placeOf(environment, ledger);
    return readSigningKeys(path, origin) ?? [];
  });
}

function list(environment: NodeJS.ProcessEnv, options: Chosen): void {
  const now = SYSTEM.now().toISOString();
  const all = keysOf(environment, options).flatMap(({ keys }) =>
    keys.map(({ verifier, createdAt, signsUntil, privateKey }) => ({
      verifierKey: formatVerifierKey(verifier),
      createdAt,
      ...(signsUntil === undefined ? {} : { signsUntil }),
      signs: privateKey !== undefined && (signsUntil === undefined || signsUntil > now),
    })),
  );
  if (options.json === true) printJson(all);
  else if (all.length === 0) printLines('There are no signing keys here.');
  else
    for (const { verifierKey, createdAt, signsUntil, signs } of all) {
      const until = signsUntil === undefined ? '' : ` until ${signsUntil}`;
      printLines(verifierKey, `  made ${createdAt}, ${signs ? `signs${until}` : 'signs no longer'}`);
    }
}

function fingerprints(environment: NodeJS.ProcessEnv, options: Chosen): void {
  const found = keysOf(environment, options).flatMap((keys) => keys.signersAt(SYSTEM.now()).map(({ key }) => key));
  if (found.length === 0) throw new Refused('there are no signing keys here');
  for (const key of found) printLines(key.name, `  key ${key.id}`, `  ${fingerprintOf(key)}`);
}

async function create(environment: NodeJS.ProcessEnv, options: Chosen): Promise<void> {
  for (const ledger of chosenLedgers(options)) {
    const { directory, path, origin } = placeOf(environment, ledger);
    if (existsSync(path)) {
      printLines(`${origin} has keys already.`);
      continue;
    }
    if (isCopyToTry(readInstallationKeys(directory.installationKeys)?.installation ?? ''))
      throw new Refused('this is a copy to try: it has no signing keys, and gets none');
    if (await wasSigned(directory, ledger))
      throw new Refused(`${origin} was signed with keys that are not here: restore them from where they are kept`);
    makeSigningKeys(path, origin, SYSTEM.randomBytes(SIGNING_KEY_BYTES, 'signing key'), SYSTEM.now());
    printLines(`${origin} has a key.`);
  }
}

async function wasSigned(directory: DataDirectory, ledger: Ledger): Promise<boolean> {
  if (wasNeverMade(directory, ledger)) return false;
  const store = await openLedgerToRead(directory, ledger);
  try {
    return (await store.lastCheckpoint()) !== undefined;
  } finally {
    await store.close();
  }
}

function rotate(environment: NodeJS.ProcessEnv, { ledger, bothDays }: { ledger: Ledger; bothDays: number }): void {
  const { path, origin } = placeOf(environment, ledger);
  const now = SYSTEM.now();
  const seed = SYSTEM.randomBytes(SIGNING_KEY_BYTES, 'signing key');
  const bothUntil = new Date(now.getTime() + bothDays * DAY_MS);
  const [latest] = rotateSigningKeys(path, origin, { seed, now, bothUntil }).keys;
  if (latest === undefined) return;
  printLines(
    `${origin} is signed with a new key from the next checkpoint on, and until ${bothUntil.toISOString()} with the former one too:`,
    formatVerifierKey(latest.verifier),
    fingerprintOf(latest.verifier),
  );
}
