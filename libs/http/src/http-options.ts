import type { TokenVerifier } from '@bali/access';
import type { Logger } from 'pino';
import type { OpenApiTag } from './open-api.js';
import type { ReadinessCheck } from './operations/readiness.js';
import type { ProblemKind } from './problems/problem-kinds.js';
import type { RateLimits } from './security/rate-limiter.js';

/** What an HTTP application is made with. */
export interface HttpOptions {
  /** For the OpenAPI document. */
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly tags?: readonly OpenApiTag[];
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  /** A fresh UUID for each request that brings none. */
  readonly newRequestId: () => string;
  /** What must work for the application to be ready. None: ready once it listens. */
  readonly readiness?: readonly ReadinessCheck[];
  /** The problems that this API has besides those that all share: they are explained at `/problems`. */
  readonly problems?: readonly ProblemKind[];
  /** The greatest size of a body, in bytes; 128 KiB unless told. */
  readonly bodyLimit?: number;
  /** The addresses or networks of reverse proxies whose `X-Forwarded-For` is believed; none unless told. */
  readonly trustProxy?: readonly string[];
  /** How many requests may come in a minute; any number unless told. */
  readonly rateLimits?: RateLimits;
  /** How long requests under way may take to end when the application closes, before they are cut off; 10 s unless told. */
  readonly closeWithinMilliseconds?: number;
  /** The signals on which the application closes; none unless told, so that several can live in one process. */
  readonly closeOn?: readonly NodeJS.Signals[];
}

/** The token by which {@link HttpOptions} are injected. */
export const HTTP_OPTIONS = Symbol('HttpOptions');
