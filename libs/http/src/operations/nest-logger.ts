import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages, as lines of the same structured log. */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, ...rest: readonly unknown[]): void {
    // What Nest says while it wires itself is of use to us alone.
    this.#logger.debug(lineOf(rest), String(message));
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.#logger.warn(lineOf(rest), String(message));
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.#logger.error({ ...lineOf(rest), ...(message instanceof Error ? { err: message } : {}) }, String(message));
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.#logger.fatal(lineOf(rest), String(message));
  }
}

/** Nest gives the context last, and before it, sometimes, a stack. */
function lineOf(rest: readonly unknown[]): { context?: string; stack?: string } {
  const texts = rest.filter((item) => typeof item === 'string');
  const context = texts.at(-1);
  const stack = texts.length > 1 ? texts[0] : undefined;
  return { ...(context === undefined ? {} : { context }), ...(stack === undefined ? {} : { stack }) };
}
