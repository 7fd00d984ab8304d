import { actorOf } from '@bali/access';
import { printJson, printLines, Refused } from '@bali/command-line';
import { ClockLog, type ClockStanding } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  CONFIGURATION,
  directoryOf,
  lastRecordedAt,
  openLedger,
  openLedgerToRead,
  SYSTEM,
  thisSoftware,
} from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { Command } from 'commander';
import { operator } from './identity-of-command.js';

interface ClockOptions {
  readonly json?: boolean;
}

/** The clock of this machine, and what was recorded. */
interface Seen {
  readonly clock: string;
  /** The latest instant in the trial and the access ledger. */
  readonly lastRecordedAt?: string;
  /** What waits to be accepted. */
  readonly step?: ClockStanding['step'];
}

export function clockCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('clock')
    .description('show the clock of this machine beside what was recorded, and accept it after it has stepped')
    .addCommand(
      new Command('show')
        .description(
          'show the clock of this machine, the last instant that was recorded, and a step that is not accepted',
        )
        .option('--json', 'print one JSON document')
        .action((options: ClockOptions) =>
          withClock(environment, 'read', (events, seen) => show(events, seen, options)),
        ),
    )
    .addCommand(
      new Command('accept')
        .description(
          'say that the clock of this machine is right: servers that run follow it again, and time never goes back',
        )
        .option('--json', 'print one JSON document')
        .action((options: ClockOptions) =>
          withClock(environment, 'write', (events, seen) => accept(events, seen, options)),
        ),
    );
}

async function withClock(
  environment: NodeJS.ProcessEnv,
  purpose: 'read' | 'write',
  work: (events: ClockLog, seen: Seen) => Promise<void>,
): Promise<void> {
  const directory = directoryOf(CONFIGURATION.read(environment));
  const ledgers: EventStore[] = [];
  try {
    ledgers.push(await openLedgerToRead(directory, 'trial'));
    const accessLedger = await (purpose === 'read' ? openLedgerToRead : openLedger)(directory, 'access');
    ledgers.push(accessLedger);
    const { now, randomBytes } = SYSTEM;
    const events = new ClockLog({ accessLedger, trialId: TRIAL.id, software: thisSoftware(), now, randomBytes });
    const { step } = await events.standing();
    const recorded = (await Promise.all(ledgers.map(lastRecordedAt))).filter((instant) => instant !== undefined);
    const last = recorded.toSorted().at(-1);
    const clock = now().toISOString();
    await work(events, { clock, ...(last !== undefined && { lastRecordedAt: last }), ...(step && { step }) });
  } finally {
    for (const ledger of ledgers) await ledger.close();
  }
}

function show(_: ClockLog, seen: Seen, { json }: ClockOptions): Promise<void> {
  if (json === true) printJson(seen);
  else printLines(...linesOf(seen));
  return Promise.resolve();
}

function linesOf({ clock, lastRecordedAt: last, step }: Seen): readonly string[] {
  return [
    `The clock of this machine   ${clock}`,
    `Last recorded               ${last ?? 'nothing'}`,
    ...(step === undefined
      ? ['No step of the clock waits to be accepted.']
      : [
          `A step is not accepted: the clock showed ${step.clock} where ${step.expected} was expected.`,
          'See to it that the clock of each machine is right, then run `bali clock accept`.',
        ]),
  ];
}

async function accept(events: ClockLog, seen: Seen, { json }: ClockOptions): Promise<void> {
  const { clock, lastRecordedAt: last, step } = seen;
  const isBehind = last !== undefined && clock < last;
  if (step === undefined && !isBehind)
    throw new Refused('no step of the clock waits to be accepted, and the clock is not behind what was recorded');
  await events.accepted(clock, actorOf(operator()));
  if (json === true) printJson({ accepted: clock, ...seen });
  else
    printLines(
      `The clock is accepted at ${clock}. Servers that run follow it within some seconds.`,
      ...(isBehind ? [`It is behind ${last}: time goes on from there at half its speed until it has caught up.`] : []),
    );
}
