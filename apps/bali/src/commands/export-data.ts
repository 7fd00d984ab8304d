import { endProgress, printJson, printLines, Refused, showProgress } from '@bali/command-line';
import { EXPORT_FORMATS, type ExportFormatId, type Separator } from '@bali/exports';
import { storageFailureOf } from '@bali/event-store';
import { CONFIGURATION, type DataDirectory, directoryOf, openLedgerToRead, thisSoftware } from '@bali/installation';
import { PlaceTaken } from '@bali/inspection';
import { type EventsOfLedger, writeExport } from '@bali/queries';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { recordDisclosure } from './operator-disclosures.js';
import { openVerifiedPackage } from './verified-package.js';

export interface DataExportOptions {
  readonly as: ExportFormatId;
  readonly position?: number;
  readonly separator: Separator;
  readonly out: string;
  /** An inspection package of the trial ledger, in place of the ledger of this installation. */
  readonly package?: string;
  readonly json?: boolean;
}

type Events = EventsOfLedger & { lastPosition(): Promise<number> };

/** Exports the trial's data in a standard format. Arms are masked: nobody is known here who has the right to read them. */
export async function exportData(options: DataExportOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  if (options.package !== undefined) {
    await using events = await openVerifiedPackage(options.package);
    if (events.ledger !== 'trial')
      throw new Refused(`this is a package of the ledger ${events.ledger}: export the trial's`);
    await exportEvents(options, events);
    return;
  }
  const directory = directoryOf(CONFIGURATION.read(environment));
  const ledger = await openLedgerToRead(directory, 'trial');
  try {
    if (ledger.held !== undefined) throw ledger.held;
    await exportEvents(options, ledger, directory);
  } finally {
    await ledger.close();
  }
}

/** @param directory of an installation, whose access ledger is told; a package has none. */
async function exportEvents(options: DataExportOptions, events: Events, directory?: DataDirectory): Promise<void> {
  const position = await positionOf(options, events);
  const { as: format, separator } = options;
  const data = { format, position, arms: 'masked', export: randomUUID() } as const;
  if (directory !== undefined) await recordDisclosure(directory, { type: 'TrialExported', data });
  const { study, files } = await writeExport({
    ...{ format, position, events, choices: { separator }, out: resolve(options.out), software: thisSoftware() },
    progress: ({ step, done, of }) => showProgress(`${step}: ${done} of ${of}`),
  })
    .catch((error: unknown) => {
      throw inPlainWords(error, options.out);
    })
    .finally(endProgress);
  if (options.json === true) {
    printJson({ format, ...study, files: files.map(({ path }) => path) });
    return;
  }
  printLines(
    `The export is at ${options.out}.`,
    `  Format   ${EXPORT_FORMATS[format].title}`,
    `  As of    event ${position}, recorded at ${study.recordedAt}`,
    `  Root     ${study.root}`,
    `  Arms     ${study.arms}`,
    `  Files    ${files.length}`,
  );
}

/** @throws Refused where there is no such event. */
async function positionOf({ position }: DataExportOptions, events: Events): Promise<number> {
  const end = await events.lastPosition();
  if (end < 0) throw new Refused('the ledger has no events yet: there is nothing to export');
  if (position !== undefined && position > end)
    throw new Refused(`there is no event ${position}: the last one is ${end}`);
  return position ?? end;
}

/** What the person who exports can do something about. Nothing is left at the place, whatever it was. */
function inPlainWords(error: unknown, out: string): unknown {
  if (error instanceof PlaceTaken) return new Refused(error.message, { cause: error });
  const failure = storageFailureOf(error);
  if (failure === undefined) return error;
  const what = failure === 'full' ? 'the disk is full' : 'the disk fails, or a file on it cannot be read or written';
  return new Refused(`${what}: nothing is at ${out}. Make room, or name another place, and export again`, {
    cause: error,
  });
}
