import { Command, CommanderError } from 'commander';
import { thisSoftware } from '@bali/installation';
import { accountsCommand } from './commands/accounts.js';
import { backupCommand, restoreCommand } from './commands/backup.js';
import { demoCommand } from './commands/demo.js';
import { migrateCommand } from './commands/migrate.js';
import { keysCommand } from './commands/keys.js';
import { exportCommand } from './commands/export.js';
import { rebuildCommand } from './commands/rebuild.js';
import { replayCommand } from './commands/replay.js';
import { serveCommand } from './commands/serve.js';
import { verifyCommand } from './commands/verify.js';
import { Refused } from './output.js';

/** What a command exits with. */
export const EXIT = { done: 0, refused: 1, wrongUse: 2 } as const;

function program(environment: NodeJS.ProcessEnv): Command {
  const { version, commit } = thisSoftware();
  return new Command('bali')
    .description('The BALI trial (NCT00904501): the command line of its backend')
    .version(`${version} (${commit})`)
    .addCommand(demoCommand(environment))
    .addCommand(serveCommand(environment))
    .addCommand(accountsCommand(environment))
    .addCommand(keysCommand(environment))
    .addCommand(rebuildCommand(environment))
    .addCommand(replayCommand(environment))
    .addCommand(exportCommand(environment))
    .addCommand(verifyCommand())
    .addCommand(migrateCommand(environment))
    .addCommand(backupCommand(environment))
    .addCommand(restoreCommand(environment));
}

function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const below of command.commands) throwInsteadOfExiting(below);
}

/** Runs a command line. @returns what to exit with. */
export async function runCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    const commands = program(environment);
    throwInsteadOfExiting(commands);
    await commands.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    // Commander has said what is wrong with the words already; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof Refused || error instanceof Error ? EXIT.refused : EXIT.wrongUse;
  }
}
