import type { Software } from '@bali/commands';
import { createHttpApplication, type RateLimits } from '@bali/http';
import { type Identity, IDENTITY_PROBLEMS, type IdentitySettings } from '@bali/identity';
import { type Ambient, type DataDirectory, thisSoftware } from '@bali/installation';
import { TRIAL } from '@bali/protocol';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { DESCRIPTION, TAGS } from './description.js';
import { INSPECTION_PROBLEMS } from './inspection-problems.js';
import { InspectionApiModule } from './inspection-api.module.js';
import { openResources } from './open-resources.js';
import type { Resources } from './resources.js';

export interface InspectionApiOptions {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly logger: Logger;
  readonly logHost: string;
  readonly packagesKept: number;
  readonly identity?: IdentitySettings;
  /** What each event names as the software that recorded it. Default: this software. */
  readonly software?: Software;
  /** How many requests may come in a minute; any number unless told. */
  readonly rateLimits?: RateLimits;
  readonly trustProxy?: readonly string[];
  readonly closeOn?: readonly NodeJS.Signals[];
}

export interface InspectionApi {
  readonly app: NestFastifyApplication;
  readonly resources: Resources;
  readonly identity: Identity;
  /** Answers what is under way, then closes the ledgers. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the inspection API, complete but for listening; its projections have caught up.
 * @throws what opening the data directory throws, before anything is served.
 */
export async function createInspectionApi(options: InspectionApiOptions): Promise<InspectionApi> {
  const { directory, ambient, logger, logHost, packagesKept, identity, rateLimits, trustProxy, closeOn } = options;
  const software = options.software ?? thisSoftware();
  const settings = { directory, ambient, software, log: logger, logHost, packagesKept };
  const opened = await openResources({ ...settings, ...(identity && { identity }) });
  const { resources, close } = opened;
  try {
    await resources.runner.ready();
    const app = await createHttpApplication(InspectionApiModule.with(opened), {
      title: `${TRIAL.acronym} inspection API`,
      description: DESCRIPTION,
      tags: TAGS,
      version: software.version,
      logger,
      newRequestId: ambient.newRequestId,
      problems: [...Object.values(INSPECTION_PROBLEMS), ...Object.values(IDENTITY_PROBLEMS)],
      ...(rateLimits === undefined ? {} : { rateLimits }),
      ...(trustProxy === undefined ? {} : { trustProxy }),
      ...(closeOn === undefined ? {} : { closeOn }),
    });
    return { app, resources, identity: opened.wayIn.identity, close: () => app.close() };
  } catch (error) {
    await close();
    throw error;
  }
}
