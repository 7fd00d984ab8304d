import { endProgress, printJson, printLines, showProgress } from '@bali/command-line';
import { STORE_DRIVERS, type StoreLocation } from '@bali/event-store';
import { CONFIGURATION, storeLocationIn } from '@bali/installation';
import { RECRUITMENT_TARGET } from '@bali/protocol';
import { Command, InvalidArgumentError } from 'commander';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timer } from 'rxjs';
import { PEOPLE } from './cohort/people.js';
import { type Demo, playDemo } from './play-demo.js';
import { servePages } from './pages/serve-pages.js';
import { pageLines } from './pages/page-lines.js';
import { invitationLines, reportLines } from './print-report.js';

/** As often as a server signs whose configuration says nothing else. */
const SIGNED_EVERY_MS = 60_000;

interface DemoCommandOptions {
  readonly data?: string;
  readonly store?: StoreLocation;
  readonly patients: number;
  readonly seed: number;
  readonly daily: boolean;
  readonly exit?: boolean;
  readonly json?: boolean;
}

const MAX_PATIENTS = 5_000;
const MAX_SEED = 2 ** 32 - 1;
const DEFAULT_SEED = 1;

export function demoCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('demo')
    .description('play a synthetic trial through the real HTTP API, print what came of it, and stay up')
    .option('--data <directory>', 'where to play it; what was begun there is gone on with (default: a temporary one)')
    .option(
      '--store <url>',
      'an event store to play into, instead of files in that directory, such as esdb://127.0.0.1:2113?tls=false&prefix=demo',
      storeUrl,
    )
    .option(
      '--patients <number>',
      `how many are randomized, 1 to ${MAX_PATIENTS}: the target is amended to it`,
      whole(1, MAX_PATIENTS),
      RECRUITMENT_TARGET.amended,
    )
    .option('--seed <number>', 'the same seed gives the same history', whole(0, MAX_SEED), DEFAULT_SEED)
    .option('--no-daily', 'leave out the daily checkpoints and anchors, which take their time')
    .option('--exit', 'stop when it is done')
    .option('--json', 'print one JSON document')
    .action((options: DemoCommandOptions) => demo(options, environment));
}

/** Never taken from the environment: a synthetic trial has no business where a real one may be. */
function storeUrl(text: string): StoreLocation {
  const store = storeLocationIn(text);
  if (store !== undefined) return store;
  const elsewhere = STORE_DRIVERS.filter(({ capabilities }) => !capabilities.keepsLedgersInDataDirectory);
  throw new InvalidArgumentError(`It must be ${elsewhere.map(({ described }) => described.inRefusal).join(', or ')}.`);
}

function whole(min: number, max: number) {
  return (text: string): number => {
    const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

async function demo(options: DemoCommandOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const { siteApiHost, siteApiPort, inspectionApiPort } = CONFIGURATION.read(environment);
  const temporary = options.data === undefined ? mkdtempSync(join(tmpdir(), 'bali-demo-')) : undefined;
  const stop = stopSignal();
  try {
    const played = await playDemo({
      seed: options.seed,
      patients: options.patients,
      dataDirectory: options.data ?? temporary ?? '',
      ...(options.store === undefined ? {} : { store: options.store }),
      isKept: temporary === undefined,
      daily: options.daily,
      host: siteApiHost,
      port: options.exit === true ? 0 : siteApiPort,
      signal: stop,
      progress: (count, of, at) => {
        if (count % 10 === 0) showProgress(`${at.slice(0, 10)}  ${count} of ${of} commands`);
      },
    }).finally(endProgress);
    await show(played, { ...options, inspectionApiPort }, stop).finally(played.close);
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

async function show(demo: Demo, options: Shown, stop: AbortSignal): Promise<void> {
  const { report, sessions } = demo;
  if (options.json === true) printJson(report);
  else printLines(...reportLines(report));
  if (options.exit === true || stop.aborted) return;
  const pages = await servePages(demo, options.inspectionApiPort);
  demo.signOn(timer(0, SIGNED_EVERY_MS));
  try {
    if (options.json !== true) {
      const accounts = PEOPLE.map((person) => ({ person, password: sessions.passwordOf(person) }));
      printLines(...pageLines(pages.url), ...invitationLines(report.url, accounts));
    }
    await once(stop, 'abort');
  } finally {
    await pages.close();
  }
}

interface Shown extends DemoCommandOptions {
  readonly inspectionApiPort: number;
}

/** Aborted by Ctrl-C, or when somebody ends the process in the usual way. npm may pass the same signal on several times. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
