/** A program throws it when it cannot do what was asked for. The message is printed on standard error; the exit code is 1. */
export class Refused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refused';
  }
}

/** Prints one JSON document on standard output, as `--json` asks for it. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

export function printLines(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Shows progress on a terminal, and nothing in a pipe. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

/** Takes the progress off the terminal again. */
export function endProgress(): void {
  showProgress('');
}
