import { EACH_TIME, type Once } from '../../certificate/progress.js';
import { Installation } from '../installation.js';
import { endpointsIn } from '../play.js';
import { type Hunted, hunt, huntNothing } from './hunt.js';
import type { Leak } from './leak.js';
import { ZOO } from './zoo.js';

export interface HuntedAll {
  readonly seed: number;
  readonly planted: number;
  readonly found: number;
  /** Of those that were found. */
  readonly meanHistories: number;
  /** Where two worlds differ in which nothing is planted; or that they do not. */
  readonly control: string;
  readonly leaks: readonly Hunted[];
}

export interface HuntingAll {
  readonly seed: number;
  readonly isWanted: (leak: Leak, place: number) => boolean;
  /** Is told of each leak as it was hunted. */
  readonly tell: (line: string) => void;
  /** Takes what an earlier run found. Default: each leak is hunted now. */
  readonly once?: Once;
}

/** Hunts leaks one after the other, each from the same seed; and then plays a history without any. */
export async function huntAll({ seed, isWanted, tell, once = EACH_TIME }: HuntingAll): Promise<HuntedAll> {
  using installation = await Installation.prepare();
  const endpoints = await endpointsIn(installation);
  const leaks: Hunted[] = [];
  for (const leak of ZOO.filter(isWanted)) {
    const hunted = await once(`leak: ${leak.channel}`, () => hunt(leak, { installation, endpoints, seed }));
    leaks.push(hunted);
    tell(lineOf(hunted));
  }
  const nothing = () => huntNothing({ installation, endpoints, seed });
  const control = await once('no leak', async () => (await nothing())?.where ?? 'nothing');
  const found = leaks.filter((leak) => leak.found !== undefined);
  const histories = found.reduce((total, leak) => total + leak.histories, 0);
  return {
    ...{ seed, planted: leaks.length, found: found.length, control, leaks },
    meanHistories: found.length === 0 ? 0 : histories / found.length,
  };
}

function lineOf({ channel, what, histories, found }: Hunted): string {
  const where = found === undefined ? 'MISSED' : `after ${found.after}: ${found.where.slice(0, 160)}`;
  return `${channel} (${what}): ${histories} histories, ${where}`;
}

export function linesOf({ planted, found, meanHistories, control, leaks }: HuntedAll): readonly string[] {
  return [
    ...leaks.filter((leak) => leak.found === undefined).map(lineOf),
    `Leaks found: ${found} of ${planted}, after ${meanHistories.toFixed(2)} histories in the mean`,
    `Without a leak, two worlds differ in: ${control}`,
  ];
}
