/** Where the log writes what an operator should know. A pino logger fits. */
export interface Log {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}
