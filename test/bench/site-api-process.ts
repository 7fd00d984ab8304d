import { createTokenIssuer, loadOrCreateSigningKey, type Person } from '@bali/access';
import { TRIAL } from '@bali/protocol';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The built site API as a process of its own, on a data directory of its own. */
export interface SiteApiProcess {
  readonly url: string;
  readonly token: (person: Person) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const PROGRAM = 'dist/site-api/apps/site-api/src/main.js';

export async function startSiteApiProcess(data: string): Promise<SiteApiProcess> {
  const tokenKey = join(data, 'keys', 'token-signing-key.jwk');
  const { privateKey } = await loadOrCreateSigningKey(tokenKey, (length) => randomBytes(length));
  const issuer = createTokenIssuer({
    privateKey,
    trialId: TRIAL.id,
    now: () => new Date(),
    newTokenId: () => randomUUID(),
  });
  const environment = { ...process.env, BALI_DATA: data, SITE_API_PORT: '0' };
  const child = spawn(process.execPath, [PROGRAM], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await listening(child);
  return {
    url,
    token: (person) => issuer.issue(person, 3_600),
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Reads the log until it says where it listens, and goes on reading so that the pipe never fills. */
async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the site API has no standard output');
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', (code) => reject(new Error(`the site API ended with ${code ?? 'a signal'}`)));
  lines.on('line', (line) => {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg === 'listening' && url !== undefined) resolve(url);
  });
  return promise;
}
