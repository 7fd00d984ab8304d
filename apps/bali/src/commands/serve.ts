import { serveInspectionApi } from '@bali-app/inspection-api';
import { serveSiteApi } from '@bali-app/site-api';
import { Command, Option } from 'commander';

interface ServeOptions {
  readonly only?: 'site' | 'inspection';
}

/** How long a package that is asked for waits for the signature under everything acknowledged before. */
const SIGNING_PATIENCE_MS = 10_000;

const APIS = ['site', 'inspection'] as const;

export function serveCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('serve')
    .description('serve the APIs of this installation, until SIGTERM or SIGINT')
    .addOption(new Option('--only <api>', 'only the API of the sites, or only that of inspectors').choices(APIS))
    .action(async ({ only }: ServeOptions) => {
      if (only === 'site') await serveSiteApi(environment);
      else if (only === 'inspection') await serveInspectionApi(environment);
      else await serveBoth(environment);
    });
}

/**
 * Both in this process. Each would end the process when it has closed, whether the other has or not: so they are closed here,
 * one after the other.
 */
async function serveBoth(environment: NodeJS.ProcessEnv): Promise<void> {
  // That of the sites comes first: it makes what an empty data directory lacks.
  const site = await serveSiteApi(environment, []);
  try {
    const inspection = await serveInspectionApi(environment, [], () =>
      site.resources.logs.trial.signing.signWhatIsNew(AbortSignal.timeout(SIGNING_PATIENCE_MS)),
    );
    closeOnSignal(async () => {
      await inspection.close();
      await site.close();
    });
  } catch (error) {
    await site.close();
    throw error;
  }
}

function closeOnSignal(close: () => Promise<void>): void {
  let closing: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      closing ??= close().catch((error: unknown) => {
        process.exitCode = 1;
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      });
    });
  }
}
