import { createLogger } from '@bali/http';
import {
  begunOrClosed,
  CONFIGURATION,
  directoryOf,
  logSettings,
  openIdProvider,
  passkeyOrigin,
  rateLimits,
  refuseDemoElsewhere,
  reviewThresholdsSet,
  SYSTEM,
  trustedProxies,
} from '@bali/installation';
import type { SignTrialLedger } from '@bali/queries';
import { createInspectionApi, type InspectionApi } from './inspection-api.js';

/**
 * Serves the inspection API as the environment says, until it is closed.
 * @param stop when it is aborted before it serves, what is open is closed, and this fails.
 * @param signTrialLedger signs the trial ledger before a package of it is made, where this process can.
 * @throws ConfigurationInvalid, and what opening the data directory throws.
 */
export async function serveInspectionApi(
  environment: NodeJS.ProcessEnv,
  stop: AbortSignal,
  signTrialLedger?: SignTrialLedger,
): Promise<InspectionApi> {
  const configuration = CONFIGURATION.read(environment);
  const { inspectionApiHost, inspectionApiPort, logLevel, logHost, packagesKept } = configuration;
  refuseDemoElsewhere(directoryOf(configuration), inspectionApiHost);
  const logger = createLogger({ name: 'inspection-api', level: logLevel, now: SYSTEM.now });
  const trustProxy = trustedProxies(configuration);
  const openId = openIdProvider(configuration);
  const origin = passkeyOrigin(configuration);
  const limits = rateLimits(configuration);
  const { witnesses } = logSettings(configuration);
  const api = await createInspectionApi({
    ...{ directory: directoryOf(configuration), ambient: SYSTEM, logger, logHost, packagesKept, scrubs: true },
    reviewThresholds: reviewThresholdsSet(configuration),
    ...(witnesses && { witnesses }),
    identity: { ...(openId && { openId }), ...(origin !== undefined && { passkeyOrigin: origin }) },
    ...(limits === undefined ? {} : { rateLimits: limits }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(signTrialLedger === undefined ? {} : { signTrialLedger }),
    stop,
  });
  return begunOrClosed(api, async () => {
    stop.throwIfAborted();
    await api.app.listen(inspectionApiPort, inspectionApiHost);
    logger.info({ url: await api.app.getUrl() }, 'listening');
  });
}
