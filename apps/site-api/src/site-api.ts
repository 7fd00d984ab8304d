import { createTokenVerifier, loadOrCreateSigningKey, type SigningAuthority } from '@bali/access';
import { createHttpApplication } from '@bali/http';
import { type Ambient, type DataDirectory, thisSoftware } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { DESCRIPTION, TAGS } from './description.js';
import { openResources } from './open-resources.js';
import { REFUSAL_PROBLEMS } from './recording/refusal-problems.js';
import type { Resources } from './resources.js';
import { SiteApiModule } from './site-api.module.js';

export interface SiteApiOptions {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly logger: Logger;
  /** Asks signers for their credentials again; without one, nothing is signed. */
  readonly signing?: SigningAuthority;
  readonly trustProxy?: readonly string[];
  readonly closeOn?: readonly NodeJS.Signals[];
}

export interface SiteApi {
  readonly app: NestFastifyApplication;
  readonly resources: Resources;
  /** Answers what is under way, then closes the ledgers. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the site API, complete but for listening; its projections have caught up.
 * @throws what opening the data directory throws, before anything is served.
 */
export async function createSiteApi(options: SiteApiOptions): Promise<SiteApi> {
  const { directory, ambient, logger, signing, trustProxy, closeOn } = options;
  const { now, randomBytes, newRequestId } = ambient;
  const key = await loadOrCreateSigningKey(directory.tokenKey, (length) => randomBytes(length, 'token signing key'));
  const software = thisSoftware();
  const opened = await openResources({ directory, ambient, software, log: logger, ...(signing && { signing }) });
  const { resources, close } = opened;
  try {
    await resources.runner.ready();
    const app = await createHttpApplication(SiteApiModule.with(opened), {
      title: `${TRIAL.acronym} site API`,
      description: DESCRIPTION,
      tags: TAGS,
      version: software.version,
      verifier: createTokenVerifier({ publicKey: key.publicKey, trialId: TRIAL.id, now }),
      logger,
      newRequestId,
      problems: Object.values(REFUSAL_PROBLEMS),
      readiness: [{ name: 'projections', isUp: () => resources.runner.state.phase === 'following' }],
      ...(trustProxy === undefined ? {} : { trustProxy }),
      ...(closeOn === undefined ? {} : { closeOn }),
    });
    return { app, resources, close: () => app.close() };
  } catch (error) {
    await close();
    throw error;
  }
}
