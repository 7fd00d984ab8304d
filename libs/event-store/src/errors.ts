/** The stream is not at the revision that the writer decided on. Nothing was written. */
export class WrongExpectedRevision extends Error {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly actualRevision: number;

  constructor(stream: string, expectedRevision: number, actualRevision: number) {
    super(`${stream} is at revision ${actualRevision}, not ${expectedRevision}`);
    this.name = 'WrongExpectedRevision';
    this.stream = stream;
    this.expectedRevision = expectedRevision;
    this.actualRevision = actualRevision;
  }
}

/** An event of this id is in the ledger already, in another place. Nothing was written. */
export class EventIdTaken extends Error {
  readonly id: string;

  constructor(id: string) {
    super(`an event with the id ${id} is in the ledger already`);
    this.name = 'EventIdTaken';
    this.id = id;
  }
}

/** Too many appends are waiting. Nothing was written: come back later. */
export class StoreOverloaded extends Error {
  constructor(waiting: number) {
    super(`${waiting} appends are waiting already`);
    this.name = 'StoreOverloaded';
  }
}

/** The store cannot be reached or written to, or is closed. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** At the given place is no ledger of ours, or one of another trial or name, of a later format, or a damaged one. */
export class NotThisLedger extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotThisLedger';
  }
}
