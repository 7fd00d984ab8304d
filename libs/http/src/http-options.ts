import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { OpenApiTag } from './open-api.js';
import type { PageFiles } from './pages/page-files.js';
import type { ErrorTranslation } from './problems/problem-of.js';
import type { ProblemKind } from './problems/problem-kinds.js';
import type { ShareLimits } from './security/shares.js';
import type { RateLimits } from './security/rate-limiter.js';

/** What an HTTP application is made with. */
export interface HttpOptions {
  /** For the OpenAPI document. */
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly tags?: readonly OpenApiTag[];
  readonly logger: Logger;
  /** A fresh UUID for each request that brings none. */
  readonly newRequestId: () => string;
  /** The problems that this API has besides those that all APIs share. They are explained at `/problems`. */
  readonly problems?: readonly ProblemKind[];
  /** Say as which problems the errors of this API's libraries are answered. The first one that knows an error decides. */
  readonly translations?: readonly ErrorTranslation[];
  /** The greatest size of a body, in bytes. Default: 128 KiB. */
  readonly bodyLimit?: number;
  /** The addresses or networks of reverse proxies whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustProxy?: readonly string[];
  /** How many requests may come in a minute. Without it, requests are not counted. */
  readonly rateLimits?: RateLimits;
  /** How many live feeds may be open at once. Default: 20 of an account, 250 of an address, 1,000 in all. */
  readonly feedLimits?: ShareLimits;
  /** Is called when something could not be answered because a file is damaged. Which one it is has to be found out. */
  readonly fileIsDamaged?: () => void;
  /**
   * Our pages. With them, whoever signed in on a page is known by the cookie of its session. Without them, there are none, and every
   * request names its token itself.
   */
  readonly pages?: PageFiles;
  /** How long requests under way may take to end when the application closes, before they are cut off. Default: 10 s. */
  readonly closeWithinMs?: number;
}

/** The token by which {@link HttpOptions} are injected. */
export const HTTP_OPTIONS = Symbol('HttpOptions');

/**
 * The token of the `TokenVerifier` (`@bali/access`), which says by their token who asks. The module of the API provides and
 * exports it.
 */
export const TOKEN_VERIFIER = Symbol('TokenVerifier');

/**
 * Says from which device a request comes that tries credentials, if the account has been signed in to from there before: a name
 * that nobody else can bring about. Such a source is counted by itself.
 */
export type KnownDevice = (request: FastifyRequest) => Promise<string | undefined>;

/** The token of the {@link KnownDevice}. The module of the API provides and exports it; without it, no device is known. */
export const KNOWN_DEVICE = Symbol('KnownDevice');

/**
 * The token of a list of `ReadinessCheck`s: what must work for the application to be ready. The module of the API provides
 * and exports it; without it, the application is ready once it listens.
 */
export const READINESS_CHECKS = Symbol('ReadinessChecks');
