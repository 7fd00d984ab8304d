import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { formatWitnessKey, sha256, utf8, witnessKey } from '@bali/ledger';
import { parsePolicy } from '@bali/witness';
import { holdCommitments } from '../commitments.js';
import type { Installation } from '../installation.js';
import { someone } from '../people.js';
import { FIRST_DAY } from '../play.js';
import { Transcript } from '../transcript.js';
import { jsonOf, World } from '../world.js';
import { Known } from './known.js';
import type { Leak } from './leak.js';
import { Watch } from './watch.js';

/** A witness that comes by itself: its routes are there to be asked. */
const WITNESSES = parsePolicy(
  `witness hidden ${formatWitnessKey(witnessKey('witness.example/hidden', sha256(utf8('hidden'))))}\nquorum hidden\n`,
);

/** One of two worlds that are played side by side. */
export class Side implements AsyncDisposable {
  readonly world: World;
  readonly watch: Watch;
  readonly transcript = new Transcript();
  readonly patients: string[] = [];
  readonly told = new Set<string>();
  readonly #directory: TemporaryDirectory;
  #calendar = '';

  private constructor(world: World, directory: TemporaryDirectory) {
    this.world = world;
    this.#directory = directory;
    this.watch = new Watch(world);
  }

  static async open(installation: Installation, listSeed: string, leak?: Leak): Promise<Side> {
    const directory = temporaryDirectory();
    const path = `${directory.path}/data`;
    installation.copyTo(path);
    const side = new Side(await World.open(path, { now: FIRST_DAY, listSeed, witnesses: WITNESSES }), directory);
    holdCommitments(side.world);
    leak?.plant(side.world, new Known(side.world));
    return side;
  }

  /** An investigator gets a calendar of their own. */
  async orderCalendar(): Promise<void> {
    const [answer] = await this.world.command(someone('investigator'), '/v1/calendar-feeds', {});
    if (answer !== undefined) this.#calendar = (jsonOf(answer) as { readonly path?: string }).path ?? '';
    if (this.#calendar === '') throw new Error('there is no calendar');
  }

  async readCalendar(): Promise<void> {
    this.transcript.response(
      'GET a calendar',
      await this.world.exchange(null, { method: 'GET', path: this.#calendar }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world.close();
    this.#directory[Symbol.dispose]();
  }
}
