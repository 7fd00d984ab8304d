import type { EventStore } from '@bali/event-store';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { someone } from '../people.js';
import { caughtUpFor, withoutTimes } from '../probe.js';
import type { Transcript } from '../transcript.js';
import { APIS, type World } from '../world.js';

/** What a request has asked of the ledgers: the work that takes its time, counted instead of measured. */
type Work = Map<string, number>;

/** The calls that a request makes of a ledger. Those that follow a ledger beside requests are not counted. */
const COUNTED = ['append', 'readStream', 'readTexts'] as const;

/** How far the ledgers and the logs of a world have been looked at. */
export class Watch {
  readonly #world: World;
  readonly #request = new AsyncLocalStorage<Work>();
  readonly #work: string[] = [];
  readonly #positions = { trial: 0, access: 0 };

  /** Begins to count. Whatever is planted afterwards is counted, too. */
  constructor(world: World) {
    this.#world = world;
    const { trialLedger, sealedLedger, accessLedger } = world.api.resources;
    for (const store of [trialLedger, sealedLedger, accessLedger]) for (const call of COUNTED) this.#count(store, call);
    world.api.app.getHttpServer().prependListener('request', (request, response) => this.#follow(request, response));
  }

  /** What requests have done since this was asked last. */
  takeWork(): string {
    return this.#work.splice(0).join('\n');
  }

  /** The events that came since, the readiness and the metrics of both APIs, and all that they have logged so far. */
  async look(transcript: Transcript): Promise<void> {
    await this.#world.settled();
    await this.#world.signed();
    for (const ledger of ['trial', 'access'] as const) await this.#newLeaves(transcript, ledger);
    const operator = someone('administrator');
    await caughtUpFor(this.#world, operator);
    for (const to of APIS) {
      for (const path of ['/health/ready', '/metrics']) {
        const answer = await this.#world.exchange(operator, { to, method: 'GET', path });
        transcript.response(`GET ${path} of ${to} as ${operator.userId}`, withoutTimes(path, answer));
      }
    }
  }

  async #newLeaves(transcript: Transcript, ledger: 'trial' | 'access'): Promise<void> {
    const { trialLedger, accessLedger } = this.#world.api.resources;
    for await (const page of { trial: trialLedger, access: accessLedger }[ledger].read(this.#positions[ledger]))
      for (const { leaf, position } of page) {
        transcript.bytes(`leaf ${position} of ${ledger}`, Buffer.from(leaf));
        this.#positions[ledger] = position + 1;
      }
  }

  #count(store: EventStore, call: (typeof COUNTED)[number]): void {
    const real = store[call].bind(store) as (...asked: readonly unknown[]) => unknown;
    const counted = (...asked: readonly unknown[]) => {
      const work = this.#request.getStore();
      const name = `${call} ${store.ledger}`;
      work?.set(name, (work.get(name) ?? 0) + 1);
      return real(...asked);
    };
    Object.assign(store, { [call]: counted });
  }

  #follow({ method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
    const work: Work = new Map();
    this.#request.enterWith(work);
    const end = response.end.bind(response) as (...asked: readonly unknown[]) => ServerResponse;
    // What a request does once it has answered takes no time of whoever asked.
    const ended = (...asked: readonly unknown[]) => {
      const done = [...work].toSorted(([one], [other]) => (one < other ? -1 : 1));
      this.#work.push(`${method} ${url}: ${done.map(([name, times]) => `${name} ${times}`).join(', ')}`);
      return end(...asked);
    };
    Object.assign(response, { end: ended });
  }
}
