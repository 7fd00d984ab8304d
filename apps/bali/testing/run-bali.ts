import { jest } from '@jest/globals';
import { runCommandLine } from '../src/command-line.js';

export interface CommandLineRun {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command line of `bali` in this process, and catches what it prints. */
export async function runBali(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<CommandLineRun> {
  const output = caught(process.stdout);
  const errors = caught(process.stderr);
  try {
    const exitCode = await runCommandLine(args, environment);
    return { exitCode, output: output.text(), errors: errors.text() };
  } finally {
    output.restore();
    errors.restore();
  }
}

function caught(stream: NodeJS.WriteStream) {
  const write = jest.spyOn(stream, 'write').mockImplementation(() => true);
  return { text: () => write.mock.calls.map(([chunk]) => String(chunk)).join(''), restore: () => write.mockRestore() };
}
