import type { Person } from '@bali/access';
import fc from 'fast-check';
import { arbitraryHistory, type History } from '../history.js';
import type { Installation } from '../installation.js';
import { someone } from '../people.js';
import type { Endpoints } from '../probe.js';
import type { Leak } from './leak.js';
import { playSideBySide, swappedLists } from './lockstep.js';

/** Number of histories after which a leak that was not noticed is missed. */
const MOST_HISTORIES = 10;
const MOST_PATIENTS = 4;

/** One of a site, one of all sites, one who operates the software, one who inspects, one who analyses. */
const READERS: readonly Person[] = (
  ['investigator', 'monitor', 'administrator', 'inspector', 'blinded-statistician'] as const
).map((role) => someone(role));

/** As much is looked at in every history of a hunt. */
const LOOKING = {
  questions: 20,
  inTheEnd: { takeHome: [someone('inspector'), someone('blinded-statistician')], read: READERS },
};

export interface Hunted {
  readonly channel: string;
  readonly what: string;
  /** How many histories were played until it was noticed. */
  readonly histories: number;
  /** When, and in which bytes. Absent: it was missed. */
  readonly found?: { readonly after: string; readonly where: string };
}

export interface Hunt {
  readonly installation: Installation;
  readonly endpoints: Endpoints;
  /** Histories, lists and questions are drawn from it. */
  readonly seed: number;
}

/** Plays random histories with a leak until it is noticed. */
export async function hunt(leak: Leak, { installation, endpoints, seed }: Hunt): Promise<Hunted> {
  const { channel, what } = leak;
  for (const [place, history] of historiesFrom(seed).entries()) {
    const lists = swappedLists(`leak ${seed} ${place}`, MOST_PATIENTS);
    const playing = { history, lists, leak, endpoints, seed: seed + place, ...LOOKING };
    const { difference: found } = await playSideBySide(installation, playing);
    if (found !== undefined) return { channel, what, histories: place + 1, found };
  }
  return { channel, what, histories: MOST_HISTORIES };
}

/** Plays a history without a leak: nothing may differ. */
export async function huntNothing({ installation, endpoints, seed }: Hunt): Promise<Hunted['found']> {
  const [history] = historiesFrom(seed);
  if (history === undefined) throw new Error('there is no history');
  const lists = swappedLists(`nothing ${seed}`, MOST_PATIENTS);
  return (await playSideBySide(installation, { history, lists, endpoints, seed, ...LOOKING })).difference;
}

/** Nobody's arm is told in an emergency in them: else that patient would have to keep the arm. */
function historiesFrom(seed: number): readonly History[] {
  return fc
    .sample(arbitraryHistory, { seed, numRuns: MOST_HISTORIES })
    .map(({ patients, extras, swap }) => ({ patients, extras, swap, isLocked: false }));
}
