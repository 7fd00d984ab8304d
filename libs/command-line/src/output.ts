/** A program throws it when it cannot do what was asked for. The message is printed on standard error; the exit code is 1. */
export class Refused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refused';
  }
}

/**
 * A program throws it once it has done what was asked for, where what it worked on is damaged and a person has to know. The message
 * is printed on standard error; the exit code is 3.
 */
export class FoundDamaged extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FoundDamaged';
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
