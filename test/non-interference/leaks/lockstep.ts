import type { Person } from '@bali/access';
import { seeded } from '../../bench/arms/difference.js';
import { type History, stepsOf } from '../history.js';
import type { Installation } from '../installation.js';
import { armsOf, beginTrial, inspectAndAsk, take } from '../play.js';
import { type Endpoints, readEverything } from '../probe.js';
import type { Step } from '../steps.js';
import { difference } from '../transcript.js';
import { keepWhole, logOf } from '../whole.js';
import { APIS } from '../world.js';
import type { Leak } from './leak.js';
import { askQuestions, drawQuestions, type Question } from './sample.js';
import { Side } from './side.js';

/** Somebody who may know inspects what is sealed, and others look. */
export interface InTheEnd {
  /** They ask for packages and exports. */
  readonly takeHome: readonly Person[];
  /** They read everything, and get the whole ledgers. Nobody: neither is read. */
  readonly read: readonly Person[];
}

export interface Lockstep {
  readonly history: History;
  /** What the lists are drawn from, of which no patient is in the same arm in the other. */
  readonly lists: readonly [string, string];
  readonly endpoints: Endpoints;
  /** What the questions are drawn from. */
  readonly seed: number;
  readonly leak?: Leak;
  /** Number of questions after each command. */
  readonly questions: number;
  /** What is done in the end. Absent: the histories end with their last step. */
  readonly inTheEnd?: InTheEnd;
}

export interface LockstepResult {
  /** Where the two worlds differ. Absent: nowhere. */
  readonly difference?: { readonly after: string; readonly where: string };
  readonly responses: number;
  readonly bytes: number;
}

/**
 * Plays a history in two worlds side by side, with all arms swapped, and compares after each command: the answer, the new events, what was
 * logged, metrics, readiness, the work that was done, and some questions. It ends where something differs.
 */
export async function playSideBySide(installation: Installation, playing: Lockstep): Promise<LockstepResult> {
  const { lists, leak } = playing;
  await using one = await Side.open(installation, lists[0], leak);
  await using other = await Side.open(installation, lists[1], leak);
  const both = new Both(one, other);
  const difference = await differenceIn(both, playing);
  return { ...both.size, ...(difference === undefined ? {} : { difference }) };
}

async function differenceIn(both: Both, playing: Lockstep): Promise<LockstepResult['difference']> {
  const { endpoints, seed } = playing;
  const random = seeded(seed);
  const all = [...endpoints.site, ...endpoints.inspection];
  const known = new Set(endpoints.site.map(({ path }) => path));
  const beginning = await both.do((side) => beginTrial(side.world, side.transcript).then(() => side.orderCalendar()));
  if (beginning !== undefined) return { after: 'the beginning', where: beginning };
  let isAnybodyRandomized = false;
  for (const [place, step] of stepsOf(playing.history).entries()) {
    isAnybodyRandomized ||= 'path' in step && step.path.startsWith('randomization');
    // Before that nobody has an arm: the answers are compared, and nothing more is looked at.
    const look = isAnybodyRandomized ? () => lookAround(both, drawQuestions(all, playing.questions, random)) : NOTHING;
    const where = (await both.do((side) => takeStep(side, step, known))) ?? (await look());
    if (where !== undefined) return { after: `step ${place + 1}`, where };
  }
  const where = await readInTheEnd(both, playing);
  return where === undefined ? undefined : { after: 'the end', where };
}

const NOTHING = () => Promise.resolve(undefined);

/** What is compared after a command, besides its answer. */
async function lookAround(both: Both, questions: readonly Question[]): Promise<string | undefined> {
  return (
    (await both.do((side) => side.watch.look(side.transcript))) ??
    (await both.do((side) => askQuestions(side.world, side.transcript, questions, side.told))) ??
    (await both.do(readWork)) ??
    both.differenceInLogs()
  );
}

/** Two worlds, and where they differ. */
class Both {
  readonly #sides: readonly [Side, Side];
  #compared = 0;

  constructor(one: Side, other: Side) {
    this.#sides = [one, other];
  }

  get size(): { readonly responses: number; readonly bytes: number } {
    return this.#sides[0].transcript.size;
  }

  /** Does something in both, and says where what was seen differs. */
  async do(work: (side: Side) => Promise<void>): Promise<string | undefined> {
    const [one, other] = this.#sides;
    await Promise.all([work(one), work(other)]);
    const found = difference(one.transcript, other.transcript, this.#compared);
    this.#compared = one.transcript.seen.length;
    return found;
  }

  /** The last line may be written later in one of them: what both have logged so far is compared. */
  differenceInLogs(): string | undefined {
    for (const api of APIS) {
      const [one = '', other = ''] = this.#sides.map(({ world }) => logOf(world, api));
      const length = Math.min(one.length, other.length);
      if (one.slice(0, length) !== other.slice(0, length)) return `the log of ${api}`;
    }
    return undefined;
  }
}

async function takeStep(side: Side, step: Step, known: ReadonlySet<string>): Promise<void> {
  const { world, transcript, patients, told } = side;
  world.now = step.at;
  await world.tick();
  side.watch.takeWork();
  await take(world, transcript, step, patients, { known, told });
  // The unit does other things in either arm, and so does whoever is told one.
  if (!('path' in step)) side.watch.takeWork();
  await side.readCalendar();
}

function readWork(side: Side): Promise<void> {
  side.transcript.bytes('the work of requests', Buffer.from(side.watch.takeWork()));
  return Promise.resolve();
}

/** Everything that can be asked, packages, exports and the whole ledgers. */
async function readInTheEnd(both: Both, { inTheEnd, endpoints }: Lockstep): Promise<string | undefined> {
  if (inTheEnd === undefined) return undefined;
  const { takeHome, read } = inTheEnd;
  return (
    (await both.do(({ world, transcript }) => inspectAndAsk(world, transcript, takeHome))) ??
    (await both.do((side) => side.watch.look(side.transcript))) ??
    (read.length === 0 ? undefined : await readWhole(both, { read, endpoints }))
  );
}

async function readWhole(
  both: Both,
  { read, endpoints }: Pick<InTheEnd, 'read'> & Pick<Lockstep, 'endpoints'>,
): Promise<string | undefined> {
  return (
    (await both.do(({ world, transcript, told }) =>
      readEverything(world, transcript, { people: read, told, endpoints }),
    )) ??
    (await both.do(async ({ world, transcript }) => {
      await world.settled();
      await keepWhole(world, transcript);
    }))
  );
}

/** Two lists in which the first patients are in other arms. */
export function swappedLists(name: string, patients: number): readonly [string, string] {
  const arms = armsOf(name, patients);
  for (let number = 0; ; number += 1) {
    const other = `${name}, swapped ${number}`;
    if (armsOf(other, patients).every((arm, place) => arm !== arms[place])) return [name, other];
  }
}
