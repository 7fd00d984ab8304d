import { LONG_AFTER, SiteApiUnderTest, someoneIn } from '@bali-app/site-api/testing';
import { runBali } from '@bali-app/bali/testing';
import { type DataDirectory, dataDirectory, SCRUBBERS } from '@bali/installation';
import type { Scrubber } from '@bali/projections';
import { chmodSync, cpSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Something that is done to the files of an installation while its server is stopped. */
export interface Harm {
  /** Of the page: "the files of …" stand in it by their names. */
  readonly what: string;
  /** @param other another installation of the same trial, or an earlier state of this one. */
  readonly harm: (directory: DataDirectory, other: DataDirectory) => void;
}

/** What came of it. */
export interface Played {
  readonly what: string;
  readonly when: string;
  readonly where: string;
  readonly worked: string;
}

/** What is tried, each by a person who was not there before: a new account, a list, a chart, a report, a command. */
const TRIED = {
  lists: '/v1/patients',
  charts: '/v1/patients/REI-001',
  reports: '/v1/reports/participant-flow',
  'the audit log': '/v1/audit-log',
} as const;

/** What follows the ledgers in the background goes down some time after its ledger: not always before somebody looks. */
const FOLLOWERS = new Set(['completion', 'transparency-logs', 'projections', 'sealed-projections']);

/** Far more than such a small trial needs. */
const MOST_SLICES = 2_000;

const MONITOR = someoneIn('monitor');
const COORDINATOR = someoneIn('study-coordinator');

interface Observed {
  /** Where it was noticed, in the order in which it was. */
  readonly noticed: { readonly when: string; readonly where: string }[];
  readonly worked: string[];
}

/** Harms a copy of an installation, checks it, starts a server on it, and tries what people do. */
export async function play(
  { what, harm }: Harm,
  from: DataDirectory,
  other: DataDirectory,
  to: string,
): Promise<Played> {
  cpSync(from.path, to, { recursive: true });
  chmodSync(`${to}/keys`, 0o700); // The copy of a directory has the mode of any new one.
  const directory = dataDirectory(to);
  harm(directory, other);
  const found = await checked(directory);
  const { noticed, worked } = await served(directory);
  const [first] = noticed;
  return {
    what,
    when: first?.when ?? (found === undefined ? 'never: nothing was lost' : 'when an operator checks'),
    where: [...new Set([...noticed.map(({ where }) => where), ...(found === undefined ? [] : [found])])].join('; '),
    worked: worked.length === 0 ? 'nothing' : worked.join(', '),
  };
}

async function checked({ path }: DataDirectory): Promise<string | undefined> {
  const { output } = await runBali(['check', '--json'], { BALI_DATA: path });
  const { checks } = JSON.parse(output) as { checks: { findings: { file: string }[] }[] };
  const files = [...new Set(checks.flatMap(({ findings }) => findings.map(({ file }) => file)))];
  return files.length === 0
    ? undefined
    : `operator: \`bali check\` names ${files.map((file) => `\`${file}\``).join(', ')}`;
}

async function served(directory: DataDirectory): Promise<Observed> {
  const observed: Observed = { noticed: [], worked: [] };
  const api = new SiteApiUnderTest(LONG_AFTER, 'a seed of its own', () => directory);
  try {
    await api.start();
  } catch (error) {
    observed.noticed.push({ when: 'at start', where: `operator: the server does not start (\`${nameOf(error)}\`)` });
    await api[Symbol.asyncDispose]();
    return observed;
  }
  try {
    await observeReadiness(api, 'at start', observed);
    await tryAll(api, observed);
    await observeReadiness(api, 'when it is read', observed);
    // A failure to sign is told by the readiness.
    await api.api.rhythm.tick().catch(() => undefined);
    await observeReadiness(api, 'within a minute: a checkpoint is due', observed);
    await compareProjections(api, observed);
  } finally {
    await api[Symbol.asyncDispose]();
  }
  return observed;
}

async function observeReadiness(api: SiteApiUnderTest, when: string, { noticed }: Observed): Promise<void> {
  const { checks } = (await api.get<{ checks: Record<string, string> }>('/health/ready', { as: null })).body;
  for (const [name, answer] of Object.entries(checks)) {
    const where = `operator: \`${name}\` in \`/health/ready\` and the log`;
    if (answer === 'down' && !FOLLOWERS.has(name) && !noticed.some((it) => it.where === where))
      noticed.push({ when, where });
  }
}

async function tryAll(api: SiteApiUnderTest, { noticed, worked }: Observed): Promise<void> {
  const note = (name: string, answer: string): void => {
    if (answer === 'answered') worked.push(name);
    else noticed.push({ when: 'when it is read', where: `client: ${answer}` });
  };
  for (const [name, path] of Object.entries(TRIED)) {
    note(name, await answerOf(async () => api.get(path, { as: MONITOR })));
  }
  const visit = { visit: 'M3', missedOn: '2011-06-20', why: 'patient-refused' };
  note('commands', await answerOf(() => api.post('/v1/patients/REI-001/missed-visits', visit, { as: COORDINATOR })));
}

async function answerOf(ask: () => Promise<{ status: number; body: { code?: string } }>): Promise<string> {
  try {
    const { status, body } = await ask();
    return status < 300 ? 'answered' : `${status} \`${body.code ?? ''}\``;
  } catch (error) {
    return `nobody signs in (\`${nameOf(error)}\`)`;
  }
}

async function compareProjections(api: SiteApiUnderTest, observed: Observed): Promise<void> {
  const scrubbers = api.api.app.get<readonly Scrubber[]>(SCRUBBERS);
  const ofTrial = scrubbers.find(({ name }) => name === 'projections.db');
  // A ledger that is held is not compared: its pass does not come to an end.
  if (api.api.resources.trialLedger.held !== undefined) return;
  for (let slice = 0; slice < MOST_SLICES && !(await ofTrial?.slice()); slice += 1) await nextTurn();
  await observeReadiness(api, 'within a day: the projections are compared', observed);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
