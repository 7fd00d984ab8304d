import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

/** How many requests may come in a minute. */
export interface RateLimits {
  /** From one account. */
  readonly perAccount: number;
  /** From one address; IPv6: from one /64 network. Many people of a hospital may share one. */
  readonly perAddress: number;
  /** From one address to the routes at which credentials are tried. */
  readonly signInsPerAddress: number;
}

/** Far more than a person does, far less than harms: ten a second for an account. */
export const DEFAULT_RATE_LIMITS: RateLimits = { perAccount: 600, perAddress: 1200, signInsPerAddress: 20 };

/** Counts requests, and refuses those above the limits with `too-many-requests`, 429. Each process counts for itself. */
export interface RateLimiter {
  readonly countAddress: (request: FastifyRequest) => Promise<void>;
  /** @param device that is known: it is counted by itself, so that nobody at its address can use up what it may try. */
  readonly countSignIn: (request: FastifyRequest, device?: string) => Promise<void>;
  readonly countAccount: (request: FastifyRequest, userId: string) => Promise<void>;
}

/** The token by which the {@link RateLimiter} is injected. */
export const RATE_LIMITER = Symbol('RateLimiter');

const UNLIMITED: RateLimiter = {
  countAddress: () => Promise.resolve(),
  countSignIn: () => Promise.resolve(),
  countAccount: () => Promise.resolve(),
};

const MINUTE_MS = 60_000;

/** How many accounts or addresses are counted at once; the ones that asked longest ago are forgotten first. */
const COUNTED_AT_ONCE = 20_000;

type Count = ReturnType<FastifyInstance['createRateLimit']>;

/** @param limits none: nothing is counted. */
export async function createRateLimiter(
  fastify: FastifyInstance,
  limits: RateLimits | undefined,
): Promise<RateLimiter> {
  if (limits === undefined) return UNLIMITED;
  await fastify.register(fastifyRateLimit, { global: false, cache: COUNTED_AT_ONCE });
  const atMost = (max: number) => ({ max, timeWindow: MINUTE_MS });
  const countAddress = fastify.createRateLimit(atMost(limits.perAddress));
  const countSignIn = fastify.createRateLimit(atMost(limits.signInsPerAddress));
  const keys = new WeakMap<FastifyRequest, string>();
  const keyGenerator = (request: FastifyRequest) => keys.get(request) ?? '';
  const countKnownSignIn = fastify.createRateLimit({ ...atMost(limits.signInsPerAddress), keyGenerator });
  const countAccount = fastify.createRateLimit({ ...atMost(limits.perAccount), keyGenerator });
  return {
    countAddress: (request) => refuseAbove(countAddress, request),
    countSignIn: (request, device) => {
      if (device === undefined) return refuseAbove(countSignIn, request);
      keys.set(request, device);
      return refuseAbove(countKnownSignIn, request);
    },
    countAccount: (request, userId) => {
      keys.set(request, userId);
      return refuseAbove(countAccount, request);
    },
  };
}

async function refuseAbove(count: Count, request: FastifyRequest): Promise<void> {
  const counted = await count(request);
  if (counted.isAllowed || !counted.isExceeded) return;
  const { ttlInSeconds } = counted;
  const detail = `More was asked for than is answered in a minute: ask again in ${ttlInSeconds} seconds`;
  throw new Problem(PROBLEMS['too-many-requests'], { detail, headers: { 'retry-after': String(ttlInSeconds) } });
}
