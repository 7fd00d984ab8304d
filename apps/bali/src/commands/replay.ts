import { printJson, printLines, Refused } from '@bali/command-line';
import { CONFIGURATION, directoryOf, openLedgerToRead } from '@bali/installation';
import type { LedgerRecord } from '@bali/ledger';
import { isInstant } from '@bali/protocol';
import {
  auditEntry,
  type EventsInOrder,
  PatientSites,
  recordsAt,
  replay,
  type Replayed,
  type ReplayLimit,
  siteTimeZone,
  withholdTexts,
} from '@bali/projections';
import { currentSite, isOpen, PATIENT_STATUSES, patientOfStream, sitesOf, statusOf, targetInForce } from '@bali/trial';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openVerifiedPackage } from './verified-package.js';

interface ReplayOptions {
  readonly ledger: 'trial';
  readonly to?: ReplayLimit;
  readonly json?: boolean;
}

export function replayCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('replay')
    .description('the state as of an event or a moment, computed from the events alone, with its digest')
    .argument('[package]', 'an inspection package of the trial ledger, in place of the ledger of this installation')
    .addOption(new Option('--ledger <name>', 'the ledger').choices(['trial']).default('trial'))
    .option('--to <index|instant>', 'the last event, from 0, or a moment such as 2011-03-02T09:30:00+01:00', limit)
    .option('--json', 'print the whole state as one JSON document')
    .action((path: string | undefined, options: ReplayOptions) =>
      path === undefined ? replayLedger(options, environment) : replayPackage(path, options),
    );
}

function limit(text: string): ReplayLimit {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return { position: Number(text) };
  if (isInstant(text)) return { instant: text };
  throw new InvalidArgumentError(
    'It must be the index of an event, from 0, or a moment with its offset from UTC, such as 2011-03-02T09:30:00+01:00.',
  );
}

async function replayLedger(options: ReplayOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const ledger = await openLedgerToRead(directoryOf(CONFIGURATION.read(environment)), options.ledger);
  try {
    if (ledger.held !== undefined) throw ledger.held;
    await replayEvents(ledger, options);
  } finally {
    await ledger.close();
  }
}

/** A digest of events that are not those of the checkpoint would mean nothing: they are held to it first. */
async function replayPackage(path: string, options: ReplayOptions): Promise<void> {
  await using events = await openVerifiedPackage(path);
  if (events.ledger !== 'trial')
    throw new Refused(`this is a package of the ledger ${events.ledger}: it has no state of the trial`);
  await replayEvents(events, options);
}

async function replayEvents(ledger: Events, { to, json }: ReplayOptions): Promise<void> {
  await refuseBeyondEnd(ledger, to);
  const replayed = await replay(ledger, to);
  if (json === true) printJson({ ledger: ledger.ledger, ...replayed });
  else printLines(...(await summaryLines(ledger, replayed)));
}

type Events = EventsInOrder & { readonly ledger: string };

async function refuseBeyondEnd(ledger: Events, { position }: ReplayLimit = {}): Promise<void> {
  const last = await ledger.lastPosition();
  if (position === undefined || position <= last) return;
  const end = last < 0 ? 'has no events yet' : `ends with event ${last}`;
  throw new Refused(`there is no event ${position}: the ledger ${ledger.ledger} ${end}`);
}

async function summaryLines(ledger: Events, { position, state, digest }: Replayed): Promise<readonly string[]> {
  const sites = sitesOf(state.trial);
  const open = sites.filter(isOpen).map(({ code }) => code);
  const statuses = Object.values(state.patients).map(statusOf);
  const counts = PATIENT_STATUSES.map(
    (status) => [status, statuses.filter((other) => other === status).length] as const,
  );
  const [last] = position < 0 ? [] : await recordsAt(ledger, [position]);
  const telling = { show: withholdTexts, timeZoneOf: siteTimeZone(state.trial), siteOf: siteIn(state) };
  return [
    position < 0 ? 'Nothing had happened yet.' : `The state after event ${position} (of the ledger ${ledger.ledger})`,
    `  Target in force   ${targetInForce(state.trial)} patients`,
    `  Sites open        ${open.length === 0 ? 'none' : open.join(', ')}`,
    `  Patients          ${statuses.length}`,
    ...counts.filter(([, count]) => count > 0).map(([status, count]) => `    ${status.padEnd(32)}${count}`),
    ...(last === undefined ? [] : ['  Last event', `    ${auditEntry(position, last.record, telling).sentence}`]),
    `  State digest      ${digest}`,
  ];
}

/** The site of a record's patient as of the replayed event; of other records, the one that they name. */
function siteIn({ patients }: Replayed['state']) {
  return ({ stream, data }: LedgerRecord): string | undefined => {
    const patient = patientOfStream(stream);
    const state = patient === undefined ? undefined : patients[patient];
    return (state && currentSite(state)) ?? new PatientSites().siteOf({ stream, data });
  };
}
