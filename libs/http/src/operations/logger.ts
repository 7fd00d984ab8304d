import { type DestinationStream, type Level, type Logger, pino } from 'pino';

export interface LoggerOptions {
  /** The name of the program, in each line. */
  readonly name: string;
  readonly level: Level;
  readonly now: () => Date;
  /** Where the lines go. Default: standard output. */
  readonly destination?: DestinationStream;
}

/** A structured log: one JSON object a line, with the time in UTC. A caller that writes a line is responsible for what stands in it. */
export function createLogger({ name, level, now, destination }: LoggerOptions): Logger {
  const settings = {
    base: { name },
    level,
    timestamp: () => `,"time":"${now().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(settings, destination ?? pino.destination({ dest: 1, sync: false }));
}
