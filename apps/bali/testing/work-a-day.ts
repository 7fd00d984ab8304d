import { createSiteApi } from '@bali-app/site-api';
import { createLogger } from '@bali/http';
import { keepLog } from '@bali/http/testing';
import { dataDirectory, SYSTEM } from '@bali/installation';

/** Starts the site API on a data directory as it is, does what is due daily, signatures included, and closes it. */
export async function workADay(path: string): Promise<void> {
  const logger = createLogger({ name: 'site-api', level: 'info', now: SYSTEM.now, destination: keepLog() });
  const api = await createSiteApi({ directory: dataDirectory(path), ambient: SYSTEM, logger });
  await api.rhythm.tick().finally(api.close);
}
