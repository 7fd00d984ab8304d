import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import type { EventStore } from '@bali/event-store';
import {
  CONFIGURATION,
  type DataDirectory,
  directoryOf,
  logOrigin,
  openLedgerToRead,
  SYSTEM,
} from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { TransparencyLog } from '@bali/log';
import {
  eventIndex,
  NotAProjectionsFile,
  type Projection,
  ProjectionRunner,
  ProjectionsInUse,
  putAsideProjectionsFile,
  TRIAL_HISTORY_PROJECTIONS,
  TRIAL_PROJECTIONS,
  TrialStateQueries,
} from '@bali/projections';
import { Command } from 'commander';
import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

interface RebuildOptions {
  readonly json?: boolean;
}

/** What was made anew, and the state of the trial that came of it. */
interface Rebuilt {
  readonly position: number;
  readonly stateDigest: string;
  /** Where a file of projections that could not be used is now. */
  readonly putAside?: string;
  readonly files: readonly string[];
}

/** Failures are thrown, and told on standard error. */
const QUIET = { info: () => undefined, error: () => undefined };

export function rebuildCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('rebuild')
    .description('make every file that is computed from the ledgers anew: projections and trees, of both APIs')
    .option('--json', 'print one JSON document')
    .action((options: RebuildOptions) => rebuild(options, environment));
}

async function rebuild({ json }: RebuildOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const configuration = CONFIGURATION.read(environment);
  const directory = directoryOf(configuration);
  const state = await withLedger(directory, 'trial', (ledger) => rebuildState(directory.projections, ledger));
  const files = [basename(directory.projections)];
  // What is not there is made at the next start. How many events the others hold is not told: one is of the sealed ledger.
  for (const file of otherFiles(directory).filter(({ path }) => existsSync(path))) {
    await withLedger(directory, file.ledger, (ledger) => rebuildFile(file, ledger, configuration.logHost));
    files.push(basename(file.path));
  }
  const result: Rebuilt = { ...state, files };
  if (json === true) printJson(result);
  else printLines(...resultLines(result));
}

async function withLedger<Result>(
  directory: DataDirectory,
  name: Ledger,
  work: (ledger: EventStore) => Promise<Result>,
): Promise<Result> {
  const ledger = await openLedgerToRead(directory, name);
  try {
    // What is left of it would be taken for the whole.
    if (ledger.held !== undefined) throw ledger.held;
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

async function rebuildState(path: string, ledger: EventStore): Promise<Omit<Rebuilt, 'files'>> {
  const { runner, putAside } = openRunner(path, ledger, TRIAL_PROJECTIONS);
  try {
    await rebuilt(runner, await ledger.lastPosition());
    const stateDigest = new TrialStateQueries(runner).digest();
    return { position: runner.lastApplied, stateDigest, ...(putAside === undefined ? {} : { putAside }) };
  } finally {
    await runner.close();
  }
}

/** A file that is computed from a ledger: projections, or without them the tiles of its tree. */
interface ComputedFile {
  readonly path: string;
  readonly ledger: Ledger;
  readonly projections?: readonly Projection[];
}

function otherFiles({ path, sealedProjections, inspectionProjections }: DataDirectory): readonly ComputedFile[] {
  const trees = ['', 'inspection-'].flatMap((prefix) =>
    LEDGERS.map((ledger) => ({ path: join(path, `${prefix}log-${ledger}.db`), ledger })),
  );
  return [
    { path: sealedProjections, ledger: 'sealed', projections: [eventIndex] },
    { path: inspectionProjections, ledger: 'trial', projections: TRIAL_HISTORY_PROJECTIONS },
    ...trees,
  ];
}

async function rebuildFile({ path, ledger, projections }: ComputedFile, store: EventStore, logHost: string) {
  if (projections === undefined) return rebuildTree(path, store, logOrigin(logHost, ledger));
  const { runner } = openRunner(path, store, projections);
  return runner.rebuild().finally(() => runner.close());
}

/** Opening it says whether another process works on it; then it is taken away, and made again from the first event. */
async function rebuildTree(tiles: string, store: EventStore, origin: string): Promise<void> {
  const open = () => new TransparencyLog({ store, origin, tiles, now: SYSTEM.now, log: QUIET });
  await open().close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(tiles + suffix, { force: true });
  const log = open();
  log.start();
  await log.follower.caughtUp(new AbortController().signal).finally(() => log.close());
}

interface OpenedRunner {
  readonly runner: ProjectionRunner;
  /** Where a file that could not be used is now. */
  readonly putAside?: string;
}

/** Nothing in a projections file is worth keeping, but whatever is there instead of one is kept for whoever wants to look. */
function openRunner(path: string, store: EventStore, projections: readonly Projection[]): OpenedRunner {
  const open = () => new ProjectionRunner({ path, store, projections, log: QUIET });
  try {
    const runner = open();
    return { runner, ...(runner.putAside === undefined ? {} : { putAside: runner.putAside }) };
  } catch (error) {
    if (error instanceof ProjectionsInUse) {
      throw new Refused(`${error.message}. Stop the server first.`, { cause: error });
    }
    if (!(error instanceof NotAProjectionsFile)) throw error;
    const putAside = putAsideProjectionsFile(path);
    return { runner: open(), ...(putAside === undefined ? {} : { putAside }) };
  }
}

async function rebuilt(runner: ProjectionRunner, last: number): Promise<void> {
  const progress = runner.state$.subscribe(({ lastApplied }) =>
    showProgress(`${lastApplied + 1} of ${last + 1} events`),
  );
  try {
    await runner.rebuild();
  } finally {
    progress.unsubscribe();
    endProgress();
  }
}

function resultLines({ position, stateDigest, putAside, files }: Rebuilt): readonly string[] {
  return [
    ...(putAside === undefined ? [] : [`The file that was there could not be used; it is ${putAside} now.`]),
    `All projections are made anew from ${position + 1} events.`,
    `Files         ${files.join(', ')}`,
    `Position      ${position}`,
    `State digest  ${stateDigest}`,
  ];
}
