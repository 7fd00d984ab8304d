import type { Refusal } from '@bali/trial';

/** The domain refused the command. Nothing was written. */
export class CommandRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.sentence);
    this.name = 'CommandRefused';
    this.refusal = refusal;
  }
}

/** The record has moved on since the client read it. Nothing was written. */
export class StaleRevision extends Error {
  readonly expectedRevision: number;
  readonly actualRevision: number;

  constructor(expectedRevision: number, actualRevision: number) {
    super(`the record is at revision ${actualRevision}, not ${expectedRevision}`);
    this.name = 'StaleRevision';
    this.expectedRevision = expectedRevision;
    this.actualRevision = actualRevision;
  }
}

/** Another message was sent as an attempt at the same command. Nothing was written. */
export class CommandIdReused extends Error {
  constructor() {
    super('this idempotency key was used for another request');
    this.name = 'CommandIdReused';
  }
}

/** Others kept writing to the same record. Nothing was written: come back later. */
export class TooContended extends Error {
  constructor(stream: string) {
    super(`${stream} is being written to by too many at once`);
    this.name = 'TooContended';
  }
}
