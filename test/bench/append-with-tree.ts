import { openSqliteEventStore, type SqliteEventStore } from '@bali/event-store';
import { BareAppends, sampleAppend, testHeads } from '@bali/event-store/testing';
import { TRIAL } from '@bali/protocol';
import { TransparencyLog } from '@bali/log';
import { join } from 'node:path';
import { type Comparison, compared, measured, median, type Measured } from './measure.js';

/** As many as wait for each other at the site API under load. */
const AT_ONCE = 64;
/** Short rounds in turn, so that whatever else the machine does falls on both alike. An even number. */
const ROUNDS = 100;

/**
 * Appending to a ledger whose commits are sealed by heads, and whose tree follows in the same process, until every event is in it,
 * against the same appends without either. The medians of many short rounds are compared.
 */
export async function benchAppending(directory: string, events: number): Promise<Comparison> {
  const without = new Arm(join(directory, 'without'), false);
  const withTree = new Arm(join(directory, 'with'), true);
  const perRound = Math.ceil(events / ROUNDS);
  // Warm: the first rounds compile what the others run.
  for (const arm of [without, withTree, without, withTree]) await arm.round(perRound);
  const rounds = { ours: [] as Measured[], baseline: [] as Measured[] };
  for (let round = 0; round < ROUNDS; round += 2) {
    rounds.baseline.push(await without.round(perRound));
    rounds.ours.push(await withTree.round(perRound), await withTree.round(perRound));
    rounds.baseline.push(await without.round(perRound));
  }
  await without.close();
  await withTree.close();
  return compared(
    { what: 'appending to a ledger, tree and head included', against: 'the same append without them', atLeast: 0.9 },
    median(rounds.ours),
    median(rounds.baseline),
  );
}

/** A ledger that goes on growing, with heads and a tree or without. */
class Arm {
  readonly #store: SqliteEventStore | BareAppends;
  readonly #log: TransparencyLog | undefined;
  #rounds = 0;

  constructor(path: string, withTree: boolean) {
    if (!withTree) {
      this.#store = new BareAppends(`${path}.db`);
      return;
    }
    const about = { path: `${path}.db`, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path) } as const;
    const store = openSqliteEventStore(about);
    this.#store = store;
    const quiet = { info: () => undefined, error: console.error };
    const options = {
      store,
      origin: 'bench',
      tiles: `${path}-tiles.db`,
      now: () => new Date(),
      log: quiet,
    };
    this.#log = new TransparencyLog(options);
    this.#log.start();
  }

  round(events: number): Promise<Measured> {
    this.#rounds += 1;
    const each = Math.ceil(events / AT_ONCE);
    return measured(each * AT_ONCE, async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, client) => this.#appendAll(client, each)));
      await this.#log?.follower.caughtUp(AbortSignal.timeout(60_000));
    });
  }

  async close(): Promise<void> {
    await this.#log?.close();
    await this.#store.close();
  }

  /** One client, who waits for each append before the next. */
  async #appendAll(client: number, count: number): Promise<void> {
    const stream = `client-${client}-${this.#rounds}`;
    for (let place = 0; place < count; place += 1) await this.#store.append(sampleAppend(stream, place - 1));
  }
}
