/**
 * A site API in a process of its own, on ledgers that others have open, too. It opens nothing until it is sent a
 * {@link SiteTask}, tells its address then, and ends when who started it does. Sent a {@link KillPoint}, it kills itself there.
 */
import { createLogger } from '@bali/http';
import { keepLog, listenOnLoopback } from '@bali/http/testing';
import { CHEAP_IDENTITY, testAmbient, TestClock } from '@bali/identity/testing';
import { dataDirectory } from '@bali/installation';
import { once } from 'node:events';
import { createSiteApi } from '@bali-app/site-api';

export interface SiteTask {
  readonly name: string;
  readonly now: string;
  /** The data directory of its own. */
  readonly path: string;
  /** The data directory whose ledgers it uses, with the keys that seal records and heads. */
  readonly shared: string;
}

/** Right before or right after an append of an event of this type. */
export interface KillPoint {
  readonly ledger: 'trialLedger' | 'sealedLedger';
  readonly type: string;
  readonly when: 'before' | 'after';
}

const [{ name, now, path, shared }] = (await once(process, 'message')) as [SiteTask];
const { ledgers, sealingKeys, installationKeys } = dataDirectory(shared);
const directory = { ...dataDirectory(path), ledgers, sealingKeys, installationKeys };
const clock = new TestClock(now);
const logger = createLogger({ name: 'site-api', level: 'info', now: clock.now, destination: keepLog() });
const api = await createSiteApi({ directory, ambient: testAmbient(clock, name), logger, identity: CHEAP_IDENTITY });

process.on('message', ({ ledger, type, when }: KillPoint) => {
  const store = api.resources[ledger];
  const append = store.append.bind(store);
  store.append = async (request) => {
    const isIt = request.events.some((event) => event.type === type);
    if (isIt && when === 'before') process.kill(process.pid, 'SIGKILL');
    const appended = await append(request);
    if (isIt) process.kill(process.pid, 'SIGKILL');
    return appended;
  };
  process.send?.('armed');
});
process.on('disconnect', () => void api.close());
process.send?.(await listenOnLoopback(api.app));
