import { HeadMark, openSqliteEventStore, readInstallationKeys } from '@bali/event-store';
import { TRIAL } from '@bali/protocol';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { listening, PASSWORD, startSiteApiProcess } from './site-api-process.js';
import { fillLedger } from './synthetic-ledger.js';

/** What the pages weigh and how long they take, as a browser on this machine has it. */
export interface PagesMeasured {
  readonly events: number;
  /** Compressed with gzip: what is loaded until the overview is complete, and all that there is with the verifier's worker. */
  readonly kilobytes: { readonly untilFirstUse: number; readonly everything: number };
  /** From the address to a complete overview, already signed in: on this machine's own network, and on a slow one. */
  readonly firstUseMs: { readonly here: number; readonly slowNetwork: number };
  /** From the click on “One forward” until the event and what it changed are shown, by the browser's own clock. */
  readonly stepMs: Times;
  /** The same until the whole page has followed: the state, the sentence, the event as stored. */
  readonly wholeMs: Times;
  /** To an event anywhere in the ledger, until it is shown. */
  readonly jumpMs: Times;
}

interface Times {
  readonly median: number;
  readonly p95: number;
}

const INSPECTOR = {
  userId: 'bench.inspector',
  name: 'Bench',
  role: 'inspector',
  organisation: 'ANSM',
  sites: [],
} as const;
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
/** That of a mobile network of the third generation: 1.6 Mbit a second, 150 ms there and back. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
const STEPS = 60;
const JUMPS = 12;

/** The pages of the built inspection API on a ledger of a minimum size, in a real Chromium. */
export async function benchPages(directory: string, atLeast: number): Promise<PagesMeasured> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium to look at the pages with');
  const data = join(directory, 'pages');
  const site = await startSiteApiProcess(data);
  await site.signIn(INSPECTOR);
  await site.stop();
  const events = await fill(data, atLeast);
  const own = { BALI_DATA: data, INSPECTION_API_PORT: '0', BALI_RATE_LIMITS: 'off' };
  const program = 'dist/apps/inspection-api/src/main.js';
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, [program], { env: { ...process.env, ...own }, stdio });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    return { events, ...(await lookedAt(browser, await listening(child))) };
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Fills the trial ledger of an installation, as one that has its head key. */
async function fill(data: string, atLeast: number): Promise<number> {
  const keys = readInstallationKeys(join(data, 'keys', 'installation.json'));
  if (keys === undefined) throw new Error('the site API has made no keys');
  const heads = { keys, mark: new HeadMark(join(data, 'keys', 'head-trial')), ofOlderLedger: 'refused' as const };
  const path = join(data, 'trial.db');
  const ledger = openSqliteEventStore({ path, trialId: TRIAL.id, ledger: 'trial', heads });
  const events = await fillLedger(ledger, atLeast);
  await ledger.close();
  return events;
}

async function lookedAt(browser: Browser, url: string): Promise<Omit<PagesMeasured, 'events'>> {
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  page.setDefaultTimeout(0);
  await signIn(page, url);
  const loaded = new Set<string>();
  page.on('response', (response) => loaded.add(new URL(response.url()).pathname));
  const here = await firstUse(page, url);
  const first = [...loaded].filter((path) => path.endsWith('.js')).map((path) => path.split('/').at(-1) ?? '');
  const slowNetwork = await onSlowNetwork(page, () => firstUse(page, url));
  return {
    kilobytes: {
      untilFirstUse: weight((name) => first.includes(name)),
      everything: weight((name) => name.endsWith('.js')),
    },
    firstUseMs: { here, slowNetwork },
    ...(await replayed(page, url)),
  };
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/pages/`);
  await page.locator('input[autocomplete=username]').fill(INSPECTOR.userId);
  await page.locator('input[autocomplete=current-password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.who');
  await settled(page);
}

const settled = (page: Page): Promise<void> =>
  page.locator('body:has(h1):not(:has(.skeleton, [aria-busy=true]))').waitFor();

/** From the address to a complete overview, with nothing kept. */
async function firstUse(page: Page, url: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto('about:blank');
  return timed(async () => {
    await page.goto(`${url}/pages/`, { waitUntil: 'commit' });
    await settled(page);
  });
}

async function onSlowNetwork(page: Page, work: () => Promise<number>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  try {
    return await work();
  } finally {
    await session.send('Network.emulateNetworkConditions', {
      ...SLOW,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  }
}

/** Steps one by one from the middle of the ledger, then jumps all over it: until the state and what changed are there. */
async function replayed(page: Page, url: string): Promise<Pick<PagesMeasured, 'stepMs' | 'wholeMs' | 'jumpMs'>> {
  await page.goto(`${url}/pages/replay`);
  await settled(page);
  const last = Number(new URL(page.url()).searchParams.get('position') ?? '0');
  const heading = (position: number) =>
    page.locator('h2', { hasText: new RegExp(`^${position.toLocaleString('en-GB')}:`) });
  const goTo = async (position: number): Promise<void> => {
    await page.getByLabel('Go to').fill(String(position));
    await page.keyboard.press('Enter');
    await heading(position).waitFor();
  };
  const middle = Math.floor(last / 2);
  await goTo(middle);
  await settled(page);
  const stepMs: number[] = [];
  const wholeMs: number[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    const begins = `${(middle + step).toLocaleString('en-GB')}:`;
    const { shown, whole } = await page.evaluate<{ shown: number; whole: number }>(stepUntil(begins));
    stepMs.push(shown);
    wholeMs.push(whole);
  }
  const jumpMs: number[] = [];
  for (let jump = 1; jump <= JUMPS; jump += 1)
    jumpMs.push(await timed(() => goTo(Math.floor((last * jump) / (JUMPS + 1)))));
  return { stepMs: timesOf(stepMs), wholeMs: timesOf(wholeMs), jumpMs: timesOf(jumpMs) };
}

/** One step, in the browser: nothing of what drives it is in the time. */
function stepUntil(heading: string): string {
  return `(async () => {
    const isShown = () => [...document.querySelectorAll('h2')].some((one) => one.textContent.startsWith(${JSON.stringify(heading)}));
    const isWhole = () => isShown() && document.querySelector('.skeleton, [aria-busy=true]') === null;
    const until = (holds) => new Promise((resolve) => {
      const look = () => holds() && (observer.disconnect(), resolve());
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      look();
    });
    const begun = performance.now();
    document.querySelector('button[aria-label="One forward"]').click();
    await until(isShown);
    const shown = performance.now() - begun;
    await until(isWhole);
    return { shown, whole: performance.now() - begun };
  })()`;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return Math.round(performance.now() - begun);
}

function timesOf(all: readonly number[]): Times {
  const ordered = all.toSorted((one, other) => one - other);
  const at = (share: number): number => ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0;
  return { median: Math.round(at(0.5)), p95: Math.round(at(0.95)) };
}

function weight(isMeant: (name: string) => boolean): number {
  const assets = join('dist', 'pages', 'assets');
  const bytes = readdirSync(assets)
    .filter(isMeant)
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).byteLength, 0);
  return Math.round(bytes / 1_000);
}
