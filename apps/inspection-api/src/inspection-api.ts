import type { Software } from '@bali/commands';
import { createHttpApplication, Metrics, type PageFiles, type RateLimits, readPageFiles } from '@bali/http';
import { type Identity, identityProblem, AUTHENTICATION, type Authentication } from '@bali/identity';
import {
  type Ambient,
  begunOrClosed,
  Alarms,
  type DataDirectory,
  FileChecks,
  filesOfInspectionApi,
  watchFiles,
  OpenedResources,
  pagesDirectory,
  SCRUBBERS,
  thisSoftware,
  watchTexts,
} from '@bali/installation';
import { ProjectionRunner, type Scrubber, watchScrubbers } from '@bali/projections';
import { TextAlarm } from '@bali/queries';
import { commandProblem } from '@bali/recording';
import { queryProblems } from '@bali/shared-routes';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { describedAs } from './description.js';
import { INSPECTION_PROBLEMS } from './inspection-problems.js';
import { InspectionApiModule, type InspectionSettings } from './inspection-api.module.js';

export interface InspectionApiOptions extends InspectionSettings {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly logger: Logger;
  /** What each event names as the software that recorded it. Default: this software. */
  readonly software?: Software;
  /** Compares the projections file with its ledger in the background. Default: nothing does. */
  readonly scrubs?: boolean;
  /** How many requests may come in a minute. Without it, requests are not counted. */
  readonly rateLimits?: RateLimits;
  readonly trustProxy?: readonly string[];
  /** Default: those that were built, if they were. */
  readonly pages?: PageFiles;
  /** When it is aborted while the API is made, what is open is closed, and making it fails. */
  readonly stop?: AbortSignal;
}

export interface InspectionApi {
  readonly app: NestFastifyApplication;
  readonly identity: Identity;
  /** Answers the requests under way, then closes the ledgers. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the inspection API, complete but for listening; its projections have caught up.
 * @throws NotThisLedger, StoreUnavailable, NotAProjectionsFile, ProjectionsInUse, LogInUse
 */
export async function createInspectionApi(options: InspectionApiOptions): Promise<InspectionApi> {
  const opened = new OpenedResources();
  return opened.making(async () => {
    const app = await createApplication(options, opened);
    const { identity } = app.get<Authentication>(AUTHENTICATION);
    return begunOrClosed({ app, identity, close: () => app.close() }, () => begin(app, options));
  }, options.stop);
}

/** Serves nothing before the projections have caught up; its parts are watched from then on. */
async function begin(app: NestFastifyApplication, { scrubs, directory }: InspectionApiOptions): Promise<void> {
  watchTexts(app.get(Metrics).registry, app.get(TextAlarm));
  await app.get(ProjectionRunner).ready();
  const scrubbers = app.get<readonly Scrubber[]>(SCRUBBERS);
  watchScrubbers(app.get(Metrics).registry, scrubbers);
  const paths = filesOfInspectionApi(directory).map(({ path }) => path);
  watchFiles(app.get(Metrics).registry, app.get(Alarms), paths);
  if (scrubs === true) app.get(FileChecks).follow();
  if (scrubs === true) for (const scrubber of scrubbers) scrubber.follow();
}

async function createApplication(
  options: InspectionApiOptions,
  opened: OpenedResources,
): Promise<NestFastifyApplication> {
  const { directory, ambient, logger, rateLimits, trustProxy } = options;
  const software = options.software ?? thisSoftware();
  const pages = options.pages ?? readPageFiles(pagesDirectory());
  const installation = { directory, ambient, software, log: logger };
  const module = InspectionApiModule.of(installation, opened, options);
  const app: NestFastifyApplication = await createHttpApplication(module, {
    ...describedAs(software),
    logger,
    newRequestId: ambient.newRequestId,
    translations: [commandProblem, identityProblem, queryProblems(INSPECTION_PROBLEMS)],
    ...(rateLimits === undefined ? {} : { rateLimits }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(pages === undefined ? {} : { pages }),
    fileIsDamaged: () => app.get(FileChecks).suspect(),
  });
  return app;
}
