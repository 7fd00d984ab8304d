import type { EventStore } from '@bali/event-store';
import { CONFIGURATION, directoryOf, openLedgerToRead } from '@bali/installation';
import { isInstant } from '@bali/protocol';
import {
  auditEntry,
  recordsAt,
  replay,
  type Replayed,
  type ReplayLimit,
  siteTimeZone,
  withholdTexts,
} from '@bali/projections';
import { isOpen, PATIENT_STATUSES, sitesOf, statusOf, targetInForce } from '@bali/trial';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printJson, printLines, Refused } from '../output.js';

interface ReplayOptions {
  readonly ledger: 'trial';
  readonly to?: ReplayLimit;
  readonly json?: boolean;
}

export function replayCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('replay')
    .description('the state as of an event or a moment, computed from the ledger alone, with its digest')
    .addOption(new Option('--ledger <name>', 'the ledger').choices(['trial']).default('trial'))
    .option('--to <index|instant>', 'the last event, from 0, or a moment such as 2011-03-02T09:30:00+01:00', limit)
    .option('--json', 'print the whole state as one JSON document')
    .action((options: ReplayOptions) => replayLedger(options, environment));
}

function limit(text: string): ReplayLimit {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return { position: Number(text) };
  if (isInstant(text)) return { instant: text };
  throw new InvalidArgumentError(
    'It must be the index of an event, from 0, or a moment with its offset from UTC, such as 2011-03-02T09:30:00+01:00.',
  );
}

async function replayLedger({ ledger: name, to, json }: ReplayOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const ledger = await openLedgerToRead(directoryOf(CONFIGURATION.read(environment)), name);
  try {
    await refuseBeyondEnd(ledger, to);
    const replayed = await replay(ledger, to);
    if (json === true) printJson({ ledger: name, ...replayed });
    else printLines(...(await summaryLines(ledger, replayed)));
  } finally {
    await ledger.close();
  }
}

async function refuseBeyondEnd(ledger: EventStore, { position }: ReplayLimit = {}): Promise<void> {
  const last = await ledger.lastPosition();
  if (position === undefined || position <= last) return;
  const end = last < 0 ? 'has no events yet' : `ends with event ${last}`;
  throw new Refused(`there is no event ${position}: the ledger ${ledger.ledger} ${end}`);
}

async function summaryLines(ledger: EventStore, { position, state, digest }: Replayed): Promise<readonly string[]> {
  const sites = sitesOf(state.trial);
  const open = sites.filter(isOpen).map(({ code }) => code);
  const statuses = Object.values(state.patients).map(statusOf);
  const counts = PATIENT_STATUSES.map(
    (status) => [status, statuses.filter((other) => other === status).length] as const,
  );
  const [last] = position < 0 ? [] : await recordsAt(ledger, [position]);
  const telling = { show: withholdTexts, timeZoneOf: siteTimeZone(state.trial) };
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
