import type { ParamsOption, RequestBodyOption } from 'openapi-fetch';
import type { RequiredKeysOf, ResponseObjectMap, SuccessResponse } from 'openapi-typescript-helpers';
import type { SignatureAskedFor } from './problem-error.js';

/** What a person signs with: what they typed, or the answer of their passkey. */
export interface Credentials {
  readonly password?: string;
  readonly oneTimeCode?: string;
  readonly recoveryCode?: string;
  readonly passkey?: object;
}

export interface Sending {
  /** Ends the request, and every further attempt. */
  readonly signal?: AbortSignal;
  /** Names the request in the server's log, in problems and in what is recorded: a UUID. Default: the server makes one. */
  readonly requestId?: string;
}

export interface SendingCommand extends Sending {
  /** The Idempotency-Key: the same for each attempt at one intent. Default: a new one, the same for all attempts of this call. */
  readonly key?: string;
  /** The revision of the record that the person saw: refused with `stale-revision` if another one is in force. */
  readonly ifMatch?: number;
  /** Asks the person to sign, if the command has to be signed: shows the meaning, and gives back what they typed. */
  readonly sign?: (asked: SignatureAskedFor) => Credentials | Promise<Credentials>;
}

export type Method = 'get' | 'post' | 'delete';

/** The paths of an API that have a method. */
export type PathsWith<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends Record<M, object> ? Path : never;
}[keyof Paths] &
  string;

export type Operation<Paths, Path extends keyof Paths, M extends Method> =
  Paths[Path] extends Record<M, infer Found extends object> ? Found : never;

/** What an operation takes: parameters of path and query in `params`, and the body. */
export type Taken<Op> = ParamsOption<Op> & RequestBodyOption<Op>;

/** What an operation answers when it succeeds. */
export type Answered<Op extends object> = SuccessResponse<ResponseObjectMap<Op>>;

/** The last argument of a call: it may be left out where nothing in it is required. */
export type Init<Whole> = RequiredKeysOf<Whole> extends never ? [init?: Whole] : [init: Whole];
