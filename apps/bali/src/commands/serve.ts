import { serveInspectionApi } from '@bali-app/inspection-api';
import { serveSiteApi } from '@bali-app/site-api';
import { serveUntilSignal } from '@bali/installation';
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
      const serve = only === 'site' ? serveSiteApi : only === 'inspection' ? serveInspectionApi : serveBoth;
      await serveUntilSignal((stop) => serve(environment, stop));
    });
}

/** Both in this process: they are closed one after the other. */
async function serveBoth(environment: NodeJS.ProcessEnv, stop: AbortSignal) {
  // That of the sites comes first: it makes what an empty data directory lacks.
  const site = await serveSiteApi(environment, stop);
  try {
    const inspection = await serveInspectionApi(environment, stop, () =>
      site.resources.logs.trial.signing.signWhatIsNew(AbortSignal.timeout(SIGNING_PATIENCE_MS)),
    );
    return {
      close: async () => {
        await inspection.close();
        await site.close();
      },
    };
  } catch (error) {
    await site.close();
    throw error;
  }
}
