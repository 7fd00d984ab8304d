import { createLogger } from '@bali/http';
import { firstAdministratorsOf } from '@bali/identity';
import {
  begunOrClosed,
  CONFIGURATION,
  directoryOf,
  logSettings,
  openIdProvider,
  passkeyOrigin,
  rateLimits,
  refuseDemoElsewhere,
  SYSTEM,
  trustedProxies,
} from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import { createSiteApi, type SiteApi } from './site-api.js';

/**
 * Serves the site API as the environment says, until it is closed.
 * @param stop when it is aborted before it serves, what is open is closed, and this fails.
 * @throws ConfigurationInvalid, and what opening the data directory throws.
 */
export async function serveSiteApi(environment: NodeJS.ProcessEnv, stop: AbortSignal): Promise<SiteApi> {
  const configuration = CONFIGURATION.read(environment);
  const { siteApiHost, siteApiPort, logLevel } = configuration;
  refuseDemoElsewhere(directoryOf(configuration), siteApiHost);
  const logger = createLogger({ name: 'site-api', level: logLevel, now: SYSTEM.now });
  const trustProxy = trustedProxies(configuration);
  const openId = openIdProvider(configuration);
  const origin = passkeyOrigin(configuration);
  const limits = rateLimits(configuration);
  const api = await createSiteApi({
    directory: directoryOf(configuration),
    ambient: SYSTEM,
    logger,
    identity: { ...(openId && { openId }), ...(origin !== undefined && { passkeyOrigin: origin }) },
    logs: logSettings(configuration),
    checkpointSeconds: configuration.checkpointSeconds,
    scrubs: true,
    ...(limits === undefined ? {} : { rateLimits: limits }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    stop,
  });
  return begunOrClosed(api, async () => {
    stop.throwIfAborted();
    await announceFirstAdministrators(api, openId !== undefined);
    await api.app.listen(siteApiPort, siteApiHost);
    logger.info({ url: await api.app.getUrl() }, 'listening');
  });
}

/**
 * The first start makes two administrators, since two have to approve what shows arms. Each password is told once, to whoever
 * started the program, and is in no log.
 */
async function announceFirstAdministrators({ identity }: SiteApi, hasProvider: boolean): Promise<void> {
  let made = 0;
  await identity.accounts.createFirstAdministrators(firstAdministratorsOf(TRIAL.sponsor), ({ userId }, password) => {
    made += 1;
    process.stderr.write(
      `The administrator "${userId}" is made${hasProvider ? '' : `, with the password ${password}`}\n`,
    );
  });
  if (made === 0) return;
  const next = hasProvider
    ? 'An OpenID provider lets people in here: link each account to a person there, with `bali accounts link`.\n'
    : 'Hand them to two people. A password is good for one thing: to choose another one, with POST /v1/password. It is not told again.\n';
  process.stderr.write(next);
}
