import { packageExported } from '@bali/access';
import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import type { EventStore, KeptCheckpoint } from '@bali/event-store';
import { EXPORT_FORMAT_IDS, SEPARATORS } from '@bali/exports';
import {
  certifiedCopyMade,
  type CopyManifest,
  type Manifest,
  type PackageOptions,
  type PackageSource,
  PlaceTaken,
  siteCopy,
  TEXTS_OF_A_BLINDED_SITE,
  TEXTS_OF_THE_BLINDED,
  wholeLedger,
  writePackage,
} from '@bali/inspection';
import {
  CONFIGURATION,
  type DataDirectory,
  directoryOf,
  logOrigin,
  openLedger,
  openLedgerToRead,
  openSealing,
  signerFiles,
  SYSTEM,
  thisSoftware,
} from '@bali/installation';
import {
  fingerprintOf,
  formatVerifierKey,
  LEDGERS,
  type Ledger,
  parseCheckpoint,
  parseNote,
  recordOf,
} from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { TRIAL_STREAM } from '@bali/trial';
import { readSigningKeys, signerUnlessAtWork, TransparencyLog } from '@bali/log';
import { Command, InvalidArgumentError, Option } from 'commander';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { sayPackageDamaged } from './damaged-texts.js';
import { type DataExportOptions, exportData } from './export-data.js';
import { operator, recordDisclosure } from './operator-disclosures.js';

interface ExportOptions {
  readonly ledger: Ledger;
  readonly out: string;
  readonly reason: string;
  readonly texts: boolean;
  readonly blinded?: boolean;
  readonly site?: string;
  readonly json?: boolean;
}

const QUIET = { info: () => undefined, error: () => undefined };

const AS =
  'the data of the trial with arms masked, instead: a table for each kind of record (csv), SDTM and ADaM (dataset-json, ' +
  'dataset-ndjson, xpt), clinical data with its audit trail (odm), resources (fhir), figures with their script in R (analysis)';

export function exportCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('export')
    .description(
      'make an inspection package of a ledger (its events, audit log and proofs, to be verified offline), or, with --as, export the ' +
        'data of the trial in a standard format',
    )
    .addOption(new Option('--ledger <name>', 'the ledger').choices(LEDGERS).default('trial'))
    .addOption(new Option('--site <code>', "a site's certified copy of its own records instead"))
    .addOption(new Option('--as <format>', AS).choices(EXPORT_FORMAT_IDS))
    .option(
      '--position <n>',
      'with --as: the last event that is in it, from 0; by default, the last that there is',
      index,
    )
    .addOption(
      new Option('--separator <name>', 'with --as: what stands between the cells of CSV')
        .choices(SEPARATORS)
        .default('comma'),
    )
    .option('--package <path>', 'with --as: of an inspection package, in place of the ledger of this installation')
    .requiredOption('--out <place>', 'a directory, or a file that ends with .zip; neither may be there')
    .option('--reason <text>', 'why it is made: stands in the package', 'an operator asked for it on the command line')
    .option('--blinded', 'for a reader who must stay blind: without the free texts that could give away an arm')
    .option('--no-texts', 'without any free texts')
    .option('--json', 'print the manifest, but for its list of files, as one JSON document')
    .action((options: ExportOptions | DataExportOptions) =>
      'as' in options ? exportData(options, environment) : exportLedger(options, environment),
    );
}

function index(text: string): number {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the index of an event, from 0.');
}

/** Which sites there are is what the trial's events say. @throws Refused where the trial has no such site. */
async function refuseUnknownSite(store: EventStore, site: string): Promise<void> {
  const records = (await store.readStream(TRIAL_STREAM)).map(({ leaf }) => recordOf(leaf));
  const opened = records.filter(({ type }) => type === 'SiteOpened').map(({ data }) => (data as { site: string }).site);
  if (!opened.includes(site))
    throw new Refused(`no site ${site} was opened: there are ${[...new Set(opened)].join(', ')}`);
}

async function exportLedger(options: ExportOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  if (options.site !== undefined && (options.ledger !== 'trial' || !options.texts)) {
    throw new Refused('a certified copy is one of the ledger trial, with the free texts that a site may read');
  }
  if (options.blinded === true && options.ledger === 'sealed') {
    throw new Refused('a package of the sealed ledger shows every arm: nobody who must stay blind may have one');
  }
  const configuration = CONFIGURATION.read(environment);
  const directory = directoryOf(configuration);
  const origin = logOrigin(configuration.logHost, options.ledger);
  const store = await openLedgerToRead(directory, options.ledger);
  try {
    if (store.held !== undefined) throw store.held;
    if (options.site !== undefined) await refuseUnknownSite(store, options.site);
    const acknowledged = (await store.lastPosition()) + 1;
    const checkpoint = await newestCheckpoint(directory, options.ledger, origin, store);
    const missing = Math.max(0, acknowledged - checkpoint.size);
    const source = await sourceOf(options, directory, origin, store, checkpoint);
    const made = await (options.site === undefined ? exported : exportedCopy)(options, directory, source)
      .catch((error: unknown) => {
        throw error instanceof PlaceTaken ? new Refused(error.message, { cause: error }) : error;
      })
      .finally(endProgress);
    const { files: _, ...about } = made;
    const keys = source.keys.flatMap((key) => [formatVerifierKey(key), `SHA-256 ${fingerprintOf(key)}`]);
    if (options.json === true) printJson({ ...about, missing });
    else {
      const lines = 'site' in made ? copyLines(made, options) : resultLines(made, options);
      printLines(...lines, ...missingLines(missing), ...keyLines(keys));
    }
    sayPackageDamaged(made.freeTexts.faulty);
  } finally {
    await store.close();
  }
}

async function sourceOf(
  { ledger }: ExportOptions,
  directory: DataDirectory,
  origin: string,
  store: EventStore,
  { note }: KeptCheckpoint,
): Promise<PackageSource> {
  return {
    trialId: TRIAL.id,
    store,
    checkpoint: note,
    earlier: earlierNotes(store, note),
    keys: readSigningKeys(signerFiles(directory, ledger).keys, origin)?.verifiers ?? [],
    ...(ledger === 'sealed' ? { sealing: await openSealing(directory, store, SYSTEM.randomBytes) } : {}),
  };
}

async function exported(options: ExportOptions, directory: DataDirectory, source: PackageSource): Promise<Manifest> {
  const { size: treeSize, root } = parseCheckpoint(parseNote(source.checkpoint).text);
  const texts = options.texts ? 'included' : 'withheld';
  const { ledger } = options;
  const data = { ledger, treeSize, root: Buffer.from(root).toString('hex'), texts, package: randomUUID() } as const;
  await recordDisclosure(directory, packageExported(data));
  const kind = options.blinded === true ? wholeLedger(texts, TEXTS_OF_THE_BLINDED) : wholeLedger(texts);
  return writePackage(kind, source, making(options));
}

/** Nobody is known to have been told an arm here: what could give one away is withheld. */
function exportedCopy(options: ExportOptions, directory: DataDirectory, source: PackageSource): Promise<CopyManifest> {
  const whenComplete = (made: CopyManifest): Promise<void> => recordDisclosure(directory, certifiedCopyMade(made));
  const { site = '' } = options;
  return writePackage(siteCopy(site, TEXTS_OF_A_BLINDED_SITE), source, { ...making(options), whenComplete });
}

function making({ out, reason }: ExportOptions): Omit<PackageOptions<never>, 'whenComplete'> {
  return {
    out: resolve(out),
    madeAt: SYSTEM.now().toISOString(),
    madeBy: operator(),
    reason,
    software: thisSoftware(),
    progress: ({ step, done, of }) => showProgress(`${step}: ${done} of ${of}`),
  };
}

/**
 * Of the trial ledger: of all events, signed now where nobody else signs and the keys are here; else the last that was signed.
 * Of the others always the last that was signed: none is signed because something is read.
 */
async function newestCheckpoint(
  directory: DataDirectory,
  ledger: Ledger,
  origin: string,
  store: EventStore,
): Promise<KeptCheckpoint> {
  const latest = await store.lastCheckpoint();
  if (latest?.size === (await store.lastPosition()) + 1) return latest;
  const newest = ledger === 'trial' ? ((await signedNow(directory, origin)) ?? latest) : latest;
  if (newest !== undefined) return newest;
  const why =
    ledger === 'trial'
      ? 'there are no keys here to sign one with'
      : 'a server signs it once a minute, and when it stops';
  throw new Refused(`no checkpoint of the ledger ${ledger} was signed yet, and ${why}`);
}

async function signedNow(directory: DataDirectory, origin: string): Promise<KeptCheckpoint | undefined> {
  const files = signerFiles(directory, 'trial');
  if (readSigningKeys(files.keys, origin) === undefined) return undefined;
  const signer = signerUnlessAtWork(files, origin);
  if (signer === undefined) return undefined;
  const store = await openLedger(directory, 'trial');
  const log = new TransparencyLog({ store, origin, signer, now: SYSTEM.now, log: QUIET });
  try {
    log.start();
    return await log.signing.sign();
  } finally {
    await log.close();
    await store.close();
  }
}

async function* earlierNotes(store: EventStore, latest: string): AsyncGenerator<string> {
  for await (const page of store.readCheckpoints()) for (const { note } of page) if (note !== latest) yield note;
}

function resultLines(manifest: Manifest, { out }: ExportOptions): readonly string[] {
  const { ledger, origin, treeSize, root, counts, freeTexts, files } = manifest;
  return [
    `The inspection package is at ${out}.`,
    `  Ledger       ${ledger} (${origin})`,
    `  Events       ${treeSize}`,
    `  Root         ${root}`,
    `  Checkpoints  ${counts.checkpoints} earlier ones`,
    `  Free texts   ${textsIn(freeTexts)}`,
    `  Files        ${files.length + 1}`,
  ];
}

function textsIn({ kept, included, references, withheld = [] }: Manifest['freeTexts']): string {
  if (kept === 'withheld') return 'withheld';
  return `${included} of ${references}${withheld.length > 0 ? `; ${withheld.length} withheld` : ''}`;
}

function copyLines({ site, origin, treeSize, root, counts, freeTexts, files }: CopyManifest, { out }: ExportOptions) {
  const { references, included, redacted, withheld } = freeTexts;
  return [
    `The certified copy is at ${out}.`,
    `  Site         ${site}`,
    `  Events       ${counts.events} of the ${treeSize} of ${origin}`,
    `  Root         ${root}`,
    `  Free texts   ${included} of ${references}; ${redacted} redacted, ${withheld.length} withheld`,
    `  Files        ${files.length + 1}`,
  ];
}

function missingLines(missing: number): readonly string[] {
  if (missing === 0) return [];
  return [
    `  NOT IN IT    ${missing} newer events: a package ends at a signed checkpoint, and they are in none yet. A server signs one`,
    '               once a minute, and when it stops: export again then.',
  ];
}

function keyLines(keys: readonly string[]): readonly string[] {
  return ['Give its reader the key by another way:', ...keys.map((line) => `  ${line}`)];
}
