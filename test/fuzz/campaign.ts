import { RIGHTED, WHOLE } from '../non-interference/fixed-histories.js';
import { Installation } from '../non-interference/installation.js';
import { playRound } from './fuzz.js';
import { type Fault, Tally } from './tally.js';

export interface Campaign {
  readonly seed: number;
  /** Number of requests that are sent at least. */
  readonly requests: number;
  readonly tell: (line: string) => void;
}

export interface CampaignResult {
  readonly seed: number;
  readonly tally: Tally;
  /** MiB of the heap that were in use after each round, once it was collected. */
  readonly heapMiB: readonly number[];
  readonly isMemoryFlat: boolean;
}

const REQUESTS_OF_A_ROUND = 5_000;
/** A request that takes longer counts as one that hangs. */
const LIMIT_MS = 60_000;
/** From the third round on the heap may grow by that much in all. Before, caches are filled and code is compiled. */
const WARM_UP = 2;
const FLAT_MIB = 24;
/** Trials at several stages: one with everything in it, one in which things were put right, and the same half-way. */
const STAGES = [
  { history: WHOLE, steps: 25 },
  { history: RIGHTED },
  { history: RIGHTED, steps: 40 },
  { history: WHOLE },
  { history: RIGHTED, steps: 75 },
] as const;

/** Plays rounds until enough was asked. The same seed asks for the same things. */
export async function fuzz({ seed, requests, tell }: Campaign): Promise<CampaignResult> {
  using installation = await Installation.prepare();
  const tally = new Tally();
  const heapMiB: number[] = [];
  let told = 0;
  for (let round = 0; tally.requests < requests; round += 1) {
    const stage = STAGES[round % STAGES.length] ?? STAGES[0];
    const asked = Math.min(REQUESTS_OF_A_ROUND, requests - tally.requests);
    const limit = () => AbortSignal.timeout(LIMIT_MS);
    await playRound({ ...{ installation, ...stage, tally, limit }, seed: seed * 1_000 + round, requests: asked });
    heapMiB.push(heapInUse());
    for (const fault of tally.faults.slice(told)) tell(inWords(fault));
    told = tally.faults.length;
    const { faults, slowestMs } = tally;
    tell(
      `${tally.requests} requests, ${faults.length} faults, slowest ${slowestMs.toFixed()} ms, heap ${heapMiB.at(-1)} MiB`,
    );
  }
  return { seed, tally, heapMiB, isMemoryFlat: growth(heapMiB) <= FLAT_MIB };
}

/** The heap after everything was collected that nobody holds. Needs `--expose-gc`. */
function heapInUse(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}

function growth(heapMiB: readonly number[]): number {
  const later = heapMiB.slice(WARM_UP);
  return later.length < 2 ? 0 : (later.at(-1) ?? 0) - Math.min(...later);
}

/** A report that people read. */
export function linesOf({ seed, tally, heapMiB, isMemoryFlat }: CampaignResult): readonly string[] {
  const { requests, slowestMs, slowest, faults, done } = tally;
  return [
    `${requests} requests from seed ${seed}: ${counts(tally.byKind)}`,
    `to: ${counts(tally.byApi)}`,
    `as: ${counts(tally.byRole)}`,
    `answered with: ${counts(tally.byStatus)}`,
    `${done.size} operations were done at least once`,
    `slowest: ${slowestMs.toFixed()} ms, ${slowest}`,
    `heap in MiB after each round, collected: ${heapMiB.join(', ')}: ${isMemoryFlat ? 'flat' : 'NOT FLAT'}`,
    `faults: ${faults.length}`,
    ...faults.map(inWords),
  ];
}

function inWords({ what, request, seed, times }: Fault): string {
  return `- ${what} (${times} times)\n    first in round ${seed}: ${request}`;
}

function counts(of: ReadonlyMap<number | string, number>): string {
  return [...of]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
}
