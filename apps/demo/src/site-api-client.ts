import { v5 as uuidV5 } from 'uuid';

/** How the site API answers what it does not do. */
export interface ProblemAnswer {
  readonly code: string;
  readonly detail?: string;
  readonly title?: string;
}

export interface Posted {
  readonly body: object;
  readonly token?: string;
  /** The Idempotency-Key of a command; also the id of the request follows from it, which stands in the record. */
  readonly key?: string;
}

const REQUESTS = uuidV5('urn:bali:demo:requests', uuidV5.URL);
const CLIENT = 'bali-demo/1';

/** Speaks to the site API over HTTP, as the people's own programs would. */
export class SiteApiClient {
  readonly #url: string;
  readonly #run: string;
  #sent = 0;

  /**
   * @param url where the site API listens.
   * @param run tells this run from those before it: the ids of its requests follow from it, and from their order.
   */
  constructor(url: string, run: string) {
    this.#url = url;
    this.#run = run;
  }

  async post<Answer>(path: string, { body, token, key }: Posted): Promise<Answer | ProblemAnswer> {
    const response = await fetch(`${this.#url}/v1/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': CLIENT,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        'x-request-id': this.#requestOf(key),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return JSON.parse(text === '' ? '{}' : text) as Answer | ProblemAnswer;
  }

  /**
   * Reads as any client would. @param key what the id of the request follows from: for what is recorded in the sealed ledger, whose
   * hashes are anchored in the trial ledger. @returns `undefined` when it is not answered.
   */
  async read(path: string, token: string, key?: string): Promise<unknown> {
    const headers = {
      authorization: `Bearer ${token}`,
      'user-agent': CLIENT,
      'x-request-id': this.#requestOf(key),
    };
    const response = await fetch(`${this.#url}/v1/${path}`, { headers });
    return response.ok ? await response.json() : undefined;
  }

  #requestOf(key: string | undefined): string {
    if (key !== undefined) return uuidV5(key, REQUESTS);
    this.#sent += 1;
    return uuidV5(`${this.#run}/${this.#sent}`, REQUESTS);
  }
}

export function isProblem(answer: object): answer is ProblemAnswer {
  return 'code' in answer;
}
