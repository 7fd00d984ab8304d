import { type Command, CommanderError } from 'commander';
import { FoundDamaged } from './output.js';

/** What a program exits with. */
const EXIT = { done: 0, refused: 1, wrongUse: 2, damaged: 3 } as const;

/**
 * Runs a program with the arguments of its command line. What it throws is printed on standard error.
 * @param makeProgram makes the program; an error that this throws is printed too.
 * @returns the exit code: 0, done; 1, refused; 2, wrong use; 3, done, and what it was done with is damaged.
 */
export async function runProgram(makeProgram: () => Command, args: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) endQuietlyInAPipe(stream);
  try {
    const program = makeProgram();
    throwInsteadOfExiting(program);
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    // Commander has printed already what is wrong with the words. It throws for `--help` and `--version` as well.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof FoundDamaged ? EXIT.damaged : EXIT.refused;
  }
}

/**
 * A reader that has seen enough, such as `head`, closes the pipe. What the program was asked for is done all the same, and nothing
 * more is printed.
 */
function endQuietlyInAPipe(stream: NodeJS.WriteStream): void {
  if (stream.listeners('error').includes(ignoreClosedPipe)) return;
  stream.on('error', ignoreClosedPipe);
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const below of command.commands) throwInsteadOfExiting(below);
}
