import type { Software } from '@bali/commands';
import { createHttpApplication, Metrics, type RateLimits } from '@bali/http';
import {
  AUTHENTICATION,
  type Authentication,
  type Identity,
  identityProblem,
  type IdentitySettings,
} from '@bali/identity';
import {
  type Ambient,
  Alarms,
  type DataDirectory,
  FileChecks,
  filesOfSiteApi,
  watchFiles,
  type LogSettings,
  OpenedResources,
  SCRUBBERS,
  thisSoftware,
  type TransparencyLogs,
  watchTexts,
} from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { type Scrubber, watchScrubbers } from '@bali/projections';
import { TextAlarm, TextGuard } from '@bali/queries';
import { commandProblem } from '@bali/recording';
import { queryProblems } from '@bali/shared-routes';
import { watchLogs, watchStamping, watchWitnessing } from '@bali/log';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { timer } from 'rxjs';
import { describedAs } from './description.js';
import { TRANSPARENCY_LOGS } from './ledgers/tokens.js';
import { type OpenedParts, partsOf } from './opened-parts.js';
import { SiteApiModule } from './site-api.module.js';

export interface SiteApiOptions {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly logger: Logger;
  readonly identity?: IdentitySettings;
  readonly logs?: LogSettings;
  /** What each event names as the software that recorded it. Default: this software. */
  readonly software?: Software;
  /** Seconds between checkpoints while the ledgers grow. Without it no timer runs, and the caller signs with `rhythm`. */
  readonly checkpointSeconds?: number;
  /** Compares the projections files with their ledgers in the background. Default: nothing does. */
  readonly scrubs?: boolean;
  /** Number of requests that may come in a minute. Default: any number. */
  readonly rateLimits?: RateLimits;
  readonly trustProxy?: readonly string[];
  /** When it is aborted while the API is made, what is open is closed, and making it fails. */
  readonly stop?: AbortSignal;
}

export interface SiteApi {
  readonly app: NestFastifyApplication;
  readonly resources: OpenedParts;
  readonly identity: Identity;
  /** Signs what is due at each tick, for a caller that has the clock. */
  readonly rhythm: TransparencyLogs['rhythm'];
  /** Answers what is under way, then closes the ledgers. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the site API, complete but for listening; its projections have caught up.
 * @throws what opening the data directory throws, before anything is served.
 */
export async function createSiteApi(options: SiteApiOptions): Promise<SiteApi> {
  const opened = new OpenedResources();
  return opened.making(async () => {
    const app = await createApplication(options, opened);
    const { logs, rhythm, witnessing, stamping } = app.get<TransparencyLogs>(TRANSPARENCY_LOGS);
    const watched = LEDGERS.map((name) => ({ name, log: logs[name], mayBeCounted: name !== 'sealed' }));
    const { registry } = app.get(Metrics);
    watchLogs(registry, watched, options.ambient.now);
    if (witnessing !== undefined) watchWitnessing(registry, witnessing, options.ambient.now);
    if (stamping !== undefined) watchStamping(registry, stamping, options.ambient.now);
    const scrubbers = app.get<readonly Scrubber[]>(SCRUBBERS);
    watchScrubbers(registry, scrubbers);
    watchTexts(registry, app.get(TextAlarm));
    const paths = filesOfSiteApi(options.directory).map(({ path }) => path);
    watchFiles(registry, app.get(Alarms), paths);
    const inTheBackground = [...scrubbers, app.get(TextGuard), app.get(FileChecks)];
    if (options.scrubs === true) for (const looking of inTheBackground) looking.follow();
    if (options.checkpointSeconds !== undefined) rhythm.follow(timer(0, options.checkpointSeconds * 1000));
    const { identity } = app.get<Authentication>(AUTHENTICATION);
    return { app, resources: partsOf(app), identity, rhythm, close: () => app.close() };
  }, options.stop);
}

async function createApplication(options: SiteApiOptions, opened: OpenedResources): Promise<NestFastifyApplication> {
  const { directory, ambient, logger, identity, logs, rateLimits, trustProxy } = options;
  const software = options.software ?? thisSoftware();
  const installation = { directory, ambient, software, log: logger };
  const module = SiteApiModule.of({ installation, opened, ...(identity && { identity }), ...(logs && { logs }) });
  const app: NestFastifyApplication = await createHttpApplication(module, {
    ...describedAs(software),
    logger,
    newRequestId: ambient.newRequestId,
    translations: [commandProblem, identityProblem, queryProblems()],
    fileIsDamaged: () => app.get(FileChecks).suspect(),
    ...(rateLimits === undefined ? {} : { rateLimits }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
  });
  return app;
}
