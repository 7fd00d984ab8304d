import { serveSiteApi } from '@bali-app/site-api';
import { Command } from 'commander';

export function serveCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('serve')
    .description('serve the APIs of this installation, until SIGTERM or SIGINT')
    .action(async () => {
      await serveSiteApi(environment);
    });
}
