import { type ClientOptions, isProblem } from '@bali/client';
import { Refused } from '@bali/command-line';
import { v5 as uuidV5 } from 'uuid';
import { ANOTHER_HISTORY } from './another-history.js';

const REQUESTS = uuidV5('urn:bali:demo:requests', uuidV5.URL);

/** A demo on a cluster waits as long as its store does, through an election. */
const PATIENCE = { timeoutMs: 120_000, patienceMs: 300_000 };

/** How the demo speaks to the site API that listens at an address. */
export function asDemo(url: string): ClientOptions {
  return { url, userAgent: 'bali-demo/1', ...PATIENCE };
}

/**
 * The ids of the requests of one run. They stand in the record, so they follow from the key of a command, or from the run and the
 * place of the request in it.
 */
export class RequestIds {
  readonly #run: string;
  #made = 0;

  /** @param run tells this run from those before it. */
  constructor(run: string) {
    this.#run = run;
  }

  of(key: string): string {
    return uuidV5(key, REQUESTS);
  }

  next(): string {
    this.#made += 1;
    return uuidV5(`${this.#run}/${this.#made}`, REQUESTS);
  }
}

/** @throws Refused, which says what was not done, when the server refuses it. */
export async function orRefused<Answer>(asked: Promise<Answer>, what: string): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (isProblem(error)) throw new Refused(`${what}: ${error.code}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The same of something that is done in every demo, and is refused where the data are those of another history. */
export function ofThisHistory<Answer>(asked: Promise<Answer>, what: string): Promise<Answer> {
  return orRefused(asked, `${what} (${ANOTHER_HISTORY})`);
}
