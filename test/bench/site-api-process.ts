import { needsTwoAdministrators, type Person } from '@bali/access';
import { TRIAL } from '@bali/protocol';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The built site API as a process of its own, on a data directory of its own. */
export interface SiteApiProcess {
  readonly url: string;
  /** Makes an account for somebody, and signs in with it. @returns the token of the session. */
  readonly signIn: (person: Person) => Promise<string>;
  readonly stop: () => Promise<void>;
  /** As a crash does it. @returns the signal that it ended with. */
  readonly kill: () => Promise<unknown>;
}

const PROGRAM = 'dist/apps/site-api/src/main.js';
const ADMINISTRATORS = ['administrator', 'administrator-2'] as const;
/** Of everybody whom it makes an account for. */
export const PASSWORD = 'walnut-glacier-lantern-plume';

/** Starts it without limits of requests: all that the benchmark sends comes from one address. */
export async function startSiteApiProcess(
  data: string,
  store = 'sqlite:',
  more: NodeJS.ProcessEnv = {},
): Promise<SiteApiProcess> {
  const own = { ...more, BALI_DATA: data, BALI_STORE: store, SITE_API_PORT: '0', BALI_RATE_LIMITS: 'off' };
  const environment = { ...process.env, ...own };
  const child = spawn(process.execPath, [PROGRAM], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const [url, initialPasswords] = await Promise.all([listening(child), firstPasswords(child.stderr)]);
  const post = (path: string, body: object, token?: string) => postJson(`${url}/v1/${path}`, body, token);
  for (const [place, userId] of ADMINISTRATORS.entries())
    await post('password', { userId, password: initialPasswords[place], newPassword: PASSWORD });
  const sessionOf = async (userId: string): Promise<string> => {
    const { token } = await post('sessions', { userId, password: PASSWORD });
    return token ?? '';
  };
  const [administrator, other] = [await sessionOf(ADMINISTRATORS[0]), await sessionOf(ADMINISTRATORS[1])];
  return {
    url,
    signIn: async ({ userId, name, organisation, role, sites }) => {
      const { initialPassword: password } = await post('accounts', { userId, name, organisation }, administrator);
      await post(`accounts/${userId}/identity-verification`, { how: 'known-personally' }, administrator);
      const from = new Intl.DateTimeFormat('sv-SE', { timeZone: TRIAL.timeZone }).format();
      const delegation = { role, from, ...(sites.length === 0 ? {} : { sites }) };
      if (needsTwoAdministrators(role)) {
        await post(`accounts/${userId}/delegation-requests`, delegation, administrator);
        await post(`accounts/${userId}/delegation-requests/1/approval`, { how: 'known-personally' }, other);
      } else await post(`accounts/${userId}/delegations`, delegation, administrator);
      await post('password', { userId, password, newPassword: PASSWORD });
      return sessionOf(userId);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
    kill: async () => {
      child.kill('SIGKILL');
      const [, signal] = (await once(child, 'exit')) as unknown[];
      return signal;
    },
  };
}

interface Answer {
  readonly token?: string;
  readonly initialPassword?: string;
}

async function postJson(url: string, body: object, token?: string): Promise<Answer> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...authorization };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${text}`);
  return JSON.parse(text === '' ? '{}' : text) as Answer;
}

/** The passwords of the first administrators, which are printed once. Its errors go where ours go. */
async function firstPasswords(told: Readable | null): Promise<readonly string[]> {
  if (told === null) throw new Error('the site API has no standard error');
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const passwords: string[] = [];
  createInterface({ input: told }).on('line', (line) => {
    const password = / with the password (\S+)$/.exec(line)?.[1];
    if (password !== undefined) passwords.push(password);
    if (passwords.length === ADMINISTRATORS.length) resolve(passwords);
    if (password === undefined && !line.startsWith('Hand them to two people')) process.stderr.write(`${line}\n`);
  });
  return promise;
}

/** Reads the log of an API until it says where it listens, and goes on reading so that the pipe never fills. */
export async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the API has no standard output');
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', (code) => reject(new Error(`the API ended with ${code ?? 'a signal'}`)));
  lines.on('line', (line) => {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg === 'listening' && url !== undefined) resolve(url);
  });
  return promise;
}
