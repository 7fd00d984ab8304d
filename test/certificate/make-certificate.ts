import type { BlindCertificate, TimingOfRoute } from '@bali/inspection';
import fc from 'fast-check';
import { availableParallelism, loadavg } from 'node:os';
import { measureArms } from '../bench/arms/measure-arms.js';
import { RIGHTED, WHOLE } from '../non-interference/fixed-histories.js';
import { arbitraryHistory, type History } from '../non-interference/history.js';
import { Installation } from '../non-interference/installation.js';
import { huntAll } from '../non-interference/leaks/hunt-all.js';
import { BLINDED_ROLES } from '../non-interference/people.js';
import { compareWorlds } from '../non-interference/swapped-worlds.js';
import type { Progress } from './progress.js';

/** What is played for a certificate. */
export interface CertificateAsked {
  readonly seed: number;
  /** The first two are fixed; the others are random. */
  readonly histories: number;
  readonly pairs: number;
  readonly patients: number;
  /** Of the leaks, those whose channel has this in its name. Empty: all. */
  readonly leaks: string;
  readonly software: BlindCertificate['software'];
  /** The line of the key that signs. */
  readonly key: string;
  readonly now: () => Date;
  readonly tell: (line: string) => void;
  /** What earlier runs have done of the same. */
  readonly progress: Progress;
}

/** What none of it shows: whoever files the certificate has to see to it otherwise. */
const NOT_COVERED = [
  'What people tell each other, what they see of a patient or of a syringe, and what is on paper.',
  'Whoever can read the disk sees how many sealed records were written when, and nothing of what they hold.',
  'The time of answers was measured on the loopback address of one machine, for the last record of the day of the unit alone.',
  'Histories of more than four patients at two sites, and what several people do at the same moment.',
  'EventStoreDB, and instances that share one ledger: the histories were played on SQLite, by one process.',
  'The pages in a browser, which show what the APIs answer; the command line, but for packages of the open ledgers.',
  'Leaks through channels that nobody has thought of: the zoo shows that those it knows are noticed.',
];

/** Plays the histories, hunts the leaks and measures the pairs, in this order. */
export async function makeCertificate(asked: CertificateAsked): Promise<BlindCertificate> {
  const { seed, software, key, now, tell, progress, leaks: only } = asked;
  const madeAt = now().toISOString();
  const machine = { node: process.versions.node, cores: availableParallelism(), load: loadavg()[0] ?? 0 };
  const nonInterference = await playHistories(asked);
  const hunted = await huntAll({
    ...{ seed, tell, once: progress.once },
    isWanted: ({ channel }) => channel.includes(only),
  });
  const { planted, found, meanHistories, control } = hunted;
  const channels = hunted.leaks.map((leak) => ({ ...leak, found: leak.found !== undefined })).map(shortly);
  const timing = await measure(asked);
  return {
    ...{ software, madeAt, machine, nonInterference },
    leaks: { seed, planted, found, meanHistories, control, channels },
    ...{ timing, notCovered: NOT_COVERED, key, runs: progress.runs },
  };
}

function shortly({ channel, what, found }: BlindCertificate['leaks']['channels'][number]) {
  return { channel, what, found };
}

async function playHistories({
  seed,
  histories,
  tell,
  progress,
}: CertificateAsked): Promise<BlindCertificate['nonInterference']> {
  using installation = await Installation.prepare();
  const random = fc.sample(arbitraryHistory, { seed, numRuns: Math.max(0, histories - 2) });
  const all: readonly History[] = [WHOLE, RIGHTED, ...random].slice(0, histories);
  const seen = { patientsSwapped: 0, responses: 0, bytes: 0, differingBytes: 0, histories: 0 };
  let difference: string | undefined;
  for (const [place, history] of all.entries()) {
    const listSeed = `certificate ${seed} ${place}`;
    const compared = await progress.once(`history ${place + 1}`, () => compareWorlds(installation, history, listSeed));
    if (compared.swapped > 0) seen.histories += 1;
    seen.patientsSwapped += compared.swapped;
    seen.responses += compared.responses;
    seen.bytes += compared.bytes;
    seen.differingBytes += compared.differingBytes;
    difference ??= compared.difference;
    tell(`history ${place + 1} of ${all.length}: ${seen.responses} answers, ${seen.differingBytes} differing bytes`);
  }
  return { seed, blindedRoles: BLINDED_ROLES, ...seen, ...(difference === undefined ? {} : { difference }) };
}

async function measure({
  seed,
  pairs,
  patients,
  tell,
  progress,
}: CertificateAsked): Promise<BlindCertificate['timing']> {
  tell(`measuring ${pairs} pairs of ${patients} patients`);
  const measured = await measureArms({ patients, pairs, seed, once: progress.once });
  const routes = Object.entries(measured).map(([route, found]): TimingOfRoute => {
    const { medianA, medianB, medianOfDifferences, interval, auc, aucInterval } = found;
    const scale = route === 'metricsCpu' ? 1_000 : 1;
    return {
      ...{ route: ROUTES[route] ?? route, pairs: found.pairs, medianA: medianA * scale, medianB: medianB * scale },
      ...{
        difference: medianOfDifferences * scale,
        interval: [interval[0] * scale, interval[1] * scale],
        auc,
        aucInterval,
      },
    };
  });
  return { seed, patients, unit: 'milliseconds', load: progress.loadOf('times'), routes };
}

const ROUTES: Readonly<Record<string, string>> = {
  health: 'GET /health/live, the slowest meanwhile',
  ownRequests: 'GET /v1/patients, the slowest meanwhile',
  log: 'the longest duration in the log',
  metricsSum: 'GET /metrics, the sum of durations',
  metricsCpu: 'GET /metrics, processor time',
};
