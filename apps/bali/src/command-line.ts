import { demoCommand } from '@bali-app/demo';
import { runProgram } from '@bali/command-line';
import { witnessCommand } from '@bali-app/witness';
import { serveUntilSignal, thisSoftware } from '@bali/installation';
import { Command } from 'commander';
import { accountsCommand } from './commands/accounts.js';
import { checkCommand } from './commands/check.js';
import { textsCommand } from './commands/texts.js';
import { backupCommand, restoreCommand } from './commands/backup.js';
import { clockCommand } from './commands/clock.js';
import { migrateCommand } from './commands/migrate.js';
import { keysCommand } from './commands/keys.js';
import { exportCommand } from './commands/export.js';
import { ledgersCommand } from './commands/ledgers.js';
import { rebuildCommand } from './commands/rebuild.js';
import { replayCommand } from './commands/replay.js';
import { serveCommand } from './commands/serve.js';
import { verifyCommand } from './commands/verify.js';

function program(environment: NodeJS.ProcessEnv): Command {
  const { version, commit } = thisSoftware();
  return new Command('bali')
    .description('The BALI trial (NCT00904501): the command line of its backend')
    .version(`${version} (${commit})`)
    .addCommand(demoCommand(environment))
    .addCommand(serveCommand(environment))
    .addCommand(accountsCommand(environment))
    .addCommand(keysCommand(environment))
    .addCommand(checkCommand(environment))
    .addCommand(textsCommand(environment))
    .addCommand(clockCommand(environment))
    .addCommand(ledgersCommand(environment))
    .addCommand(rebuildCommand(environment))
    .addCommand(replayCommand(environment))
    .addCommand(exportCommand(environment))
    .addCommand(verifyCommand())
    .addCommand(witnessCommand(serveUntilSignal))
    .addCommand(migrateCommand(environment))
    .addCommand(backupCommand(environment))
    .addCommand(restoreCommand(environment));
}

/** Runs a command line. @returns the exit code. */
export function runCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return runProgram(() => program(environment), args);
}
