import { serveInspectionApi } from '@bali-app/inspection-api';
import { serveSiteApi } from '@bali-app/site-api';
import { Command, Option } from 'commander';

interface ServeOptions {
  readonly only?: 'site' | 'inspection';
}

export function serveCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('serve')
    .description('serve the APIs of this installation, until SIGTERM or SIGINT')
    .addOption(
      new Option('--only <api>', 'only the API of the sites, or only that of inspectors').choices([
        'site',
        'inspection',
      ]),
    )
    .action(async ({ only }: ServeOptions) => {
      // The site API comes first: it makes what an empty data directory lacks.
      if (only !== 'inspection') await serveSiteApi(environment);
      if (only !== 'site') await serveInspectionApi(environment);
    });
}
