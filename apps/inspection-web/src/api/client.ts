import { NO_NETWORK, Problem, type ProblemBody } from './problem.js';
import { inTurn } from './turns.js';

/** Values of a query; those that are not there are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Sending {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}

let whenSignedOut: () => void = () => undefined;

/** Says what happens when the server no longer knows who asks. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

/** @throws Problem */
export async function get<Body>(path: string, sending: Sending = {}): Promise<Body> {
  return (await (await send('GET', path, sending)).json()) as Body;
}

/** @throws Problem */
export async function getText(path: string, sending: Sending = {}): Promise<string> {
  return (await send('GET', path, sending)).text();
}

/** @throws Problem */
export async function getBytes(path: string, sending: Sending = {}): Promise<Uint8Array> {
  return new Uint8Array(await (await send('GET', path, sending)).arrayBuffer());
}

/**
 * Sends a command.
 * @param key the same for every attempt at the same intent, so that it is done once.
 * @param revision of the record that its sender looked at: the command is refused if the record has changed since.
 * @throws Problem
 */
export async function post<Body>(path: string, body: object, key?: string, revision?: number): Promise<Body> {
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
  };
  const response = await send('POST', path, {}, { headers, body: JSON.stringify(body) });
  return (response.status === 204 ? undefined : await response.json()) as Body;
}

/** Sends a command that is answered with a text. @throws Problem */
export async function postForText(
  path: string,
  body: object,
  key: string,
): Promise<{ readonly text: string; readonly isComplete: boolean }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const response = await send('POST', path, {}, { headers, body: JSON.stringify(body) });
  return { text: await response.text(), isComplete: response.headers.get('x-complete') !== 'no' };
}

/** @throws Problem */
export async function remove(path: string): Promise<void> {
  await send('DELETE', path, {});
}

async function send(method: string, path: string, sending: Sending, more: RequestInit = {}): Promise<Response> {
  const init = { method, credentials: 'same-origin', ...more } as const;
  const url = urlOf(path, sending.query);
  const whole = sending.signal ? { ...init, signal: sending.signal } : init;
  const response = await inTurn(path, sending.signal, () => reachPatiently(url, whole));
  if (response.ok) return response;
  const problem = await problemIn(response);
  if (problem.code === 'not-authenticated') whenSignedOut();
  throw problem;
}

const MOST_WAITS = 3;
const LONGEST_WAIT_SECONDS = 5;

/** A question that comes when the server has enough to do is asked again when the server says; a command is its sender's to repeat. */
async function reachPatiently(url: string, init: RequestInit): Promise<Response> {
  for (let waits = 0; ; waits += 1) {
    const response = await reach(url, init);
    const seconds = Number(response.headers.get('retry-after') ?? '1');
    const isOver = response.status !== 429 || init.method !== 'GET' || waits === MOST_WAITS;
    if (isOver || !(seconds <= LONGEST_WAIT_SECONDS)) return response;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    init.signal?.throwIfAborted();
  }
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ code: NO_NETWORK, status: 0, title: 'The server cannot be reached' });
  }
}

async function problemIn(response: Response): Promise<Problem> {
  try {
    return new Problem((await response.json()) as ProblemBody);
  } catch {
    return new Problem({ code: 'no-answer', status: response.status, title: `${response.status}` });
  }
}

function urlOf(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}
