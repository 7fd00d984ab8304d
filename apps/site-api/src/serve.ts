import { createLogger } from '@bali/http';
import { CONFIGURATION, dataDirectory, SYSTEM, trustedProxies } from '@bali/installation';
import { createSiteApi, type SiteApi } from './site-api.js';

/**
 * Serves the site API as the environment says, until SIGTERM or SIGINT.
 * @throws ConfigurationInvalid, and what opening the data directory throws.
 */
export async function serveSiteApi(environment: NodeJS.ProcessEnv): Promise<SiteApi> {
  const configuration = CONFIGURATION.read(environment);
  const { siteApiHost, siteApiPort, logLevel, data } = configuration;
  const logger = createLogger({ name: 'site-api', level: logLevel, now: SYSTEM.now });
  const trustProxy = trustedProxies(configuration);
  const api = await createSiteApi({
    directory: dataDirectory(data),
    ambient: SYSTEM,
    logger,
    ...(trustProxy === undefined ? {} : { trustProxy }),
    closeOn: ['SIGTERM', 'SIGINT'],
  });
  await api.app.listen(siteApiPort, siteApiHost);
  logger.info({ url: await api.app.getUrl() }, 'listening');
  return api;
}
