/** Why a query is not answered. The codes are those of the published problems: they never change their meaning. */
export type QueryRefusalCode =
  | 'arms-not-open'
  | 'bad-cursor'
  | 'beyond-the-end'
  | 'export-not-ready'
  | 'idempotency-key-reused'
  | 'no-checkpoint'
  | 'not-available'
  | 'not-found'
  | 'not-permitted'
  | 'outcomes-not-open'
  | 'package-not-ready'
  | 'too-many-at-once';

export interface QueryRefusalDetails {
  /** What is wrong in this case. A person reads it: it holds no secret and no patient's data. */
  readonly detail?: string;
  /** When it makes sense to ask again. */
  readonly retryAfterSeconds?: number;
}

/** A query is not answered, for a reason that whoever asks can understand. How it is told over HTTP is decided at the edge. */
export class QueryRefused extends Error {
  readonly code: QueryRefusalCode;
  readonly details: QueryRefusalDetails;

  constructor(code: QueryRefusalCode, details: QueryRefusalDetails = {}) {
    super(details.detail ?? code);
    this.name = 'QueryRefused';
    this.code = code;
    this.details = details;
  }
}
