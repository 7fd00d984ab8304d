import type { LedgerEvent, Projection } from './projection.js';

const REMEDY = 'Everything in it is computed: run `bali rebuild`, which puts the file aside and makes a new one.';

/** The file is not SQLite, is another program's database, or is damaged. It was not touched. */
export class NotAProjectionsFile extends Error {
  readonly path: string;
  /** Whether it is a projections file of ours, so that nothing is lost when it is made anew. */
  readonly isOurs: boolean;

  constructor(path: string, why: string, options?: ErrorOptions & { readonly isOurs?: boolean }) {
    super(`${path} ${why}. ${REMEDY}`, options);
    this.name = 'NotAProjectionsFile';
    this.path = path;
    this.isOurs = options?.isOurs ?? false;
  }
}

/** Another process, or another runner in this one, works on the file. */
export class ProjectionsInUse extends Error {
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is in use by another process: each needs a projections file of its own`, options);
    this.name = 'ProjectionsInUse';
    this.path = path;
  }
}

/** Queries are not answered, because the projections are being made anew from the ledger. */
export class ProjectionsNotServed extends Error {
  constructor() {
    super('lists and searches are being made anew from the ledger: ask again in a moment');
    this.name = 'ProjectionsNotServed';
  }
}

/** A projection could not apply an event. The runner has stopped in front of it: nothing was skipped. */
export class ProjectionFailed extends Error {
  readonly projection: string;
  readonly position: number;

  constructor({ name, version }: Projection, { position, record }: LedgerEvent, cause: unknown) {
    super(
      `the projection "${name}" (version ${version}) failed at position ${position} (${record.type} ${record.id}): ` +
        (cause instanceof Error ? cause.message : String(cause)),
      { cause },
    );
    this.name = 'ProjectionFailed';
    this.projection = name;
    this.position = position;
  }
}

/** The projections had not applied a position in time. What was appended is safe: ask again. */
export class NotYetApplied extends Error {
  readonly position: number;
  readonly lastApplied: number;

  constructor(position: number, lastApplied: number, why: string, options?: ErrorOptions) {
    super(`position ${position} is not applied yet (the last one is ${lastApplied}): ${why}`, options);
    this.name = 'NotYetApplied';
    this.position = position;
    this.lastApplied = lastApplied;
  }
}
