import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import { CONFIGURATION, directoryOf, openLedgerToRead } from '@bali/installation';
import {
  NotAProjectionsFile,
  ProjectionRunner,
  ProjectionsInUse,
  putAsideProjectionsFile,
  TRIAL_PROJECTIONS,
  TrialStateQueries,
} from '@bali/projections';
import type { EventStore } from '@bali/event-store';
import { Command } from 'commander';

interface RebuildOptions {
  readonly json?: boolean;
}

/** Failures are thrown, and told on standard error. */
const QUIET = { info: () => undefined, error: () => undefined };

export function rebuildCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('rebuild')
    .description('make all projections of this installation anew from its ledger')
    .option('--json', 'print one JSON document')
    .action((options: RebuildOptions) => rebuild(options, environment));
}

async function rebuild({ json }: RebuildOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const directory = directoryOf(CONFIGURATION.read(environment));
  const ledger = await openLedgerToRead(directory, 'trial');
  try {
    // What is left of it would be taken for the whole.
    if (ledger.held !== undefined) throw ledger.held;
    const { runner, putAside } = openRunner(directory.projections, ledger);
    try {
      await rebuilt(runner, await ledger.lastPosition());
      const stateDigest = new TrialStateQueries(runner).digest();
      const result = { position: runner.lastApplied, stateDigest, ...(putAside === undefined ? {} : { putAside }) };
      if (json === true) printJson(result);
      else printLines(...resultLines(result));
    } finally {
      await runner.close();
    }
  } finally {
    await ledger.close();
  }
}

interface OpenedRunner {
  readonly runner: ProjectionRunner;
  /** Where a file that could not be used is now. */
  readonly putAside?: string;
}

/** Nothing in a projections file is worth keeping, but whatever is there instead of one is kept for whoever wants to look. */
function openRunner(path: string, store: EventStore): OpenedRunner {
  const open = () => new ProjectionRunner({ path, store, projections: TRIAL_PROJECTIONS, log: QUIET });
  try {
    return { runner: open() };
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

function resultLines({
  position,
  stateDigest,
  putAside,
}: {
  position: number;
  stateDigest: string;
  putAside?: string;
}) {
  return [
    ...(putAside === undefined ? [] : [`The file that was there could not be used; it is ${putAside} now.`]),
    `All projections are made anew from ${position + 1} events.`,
    `Position      ${position}`,
    `State digest  ${stateDigest}`,
  ];
}
