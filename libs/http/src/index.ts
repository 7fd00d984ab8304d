export {
  ConfigurationInvalid,
  defineConfiguration,
  listOf,
  oneOf,
  portNumber,
  textOf,
  type VariableRule,
  wholeNumber,
} from './configuration.js';
export { exampleBody, named, withFieldsOf } from './dto/dto-of.js';
export * from './fields/index.js';
export { createHttpApplication } from './http-application.js';
export { type HttpOptions, KNOWN_DEVICE, type KnownDevice, READINESS_CHECKS, TOKEN_VERIFIER } from './http-options.js';
export { describeApi, type OpenApiTag } from './open-api.js';
export { createLogger } from './operations/logger.js';
export { Metrics } from './operations/metrics.js';
export { type ReadinessCheck } from './operations/readiness.js';
export { type PageFiles, readPageFiles } from './pages/page-files.js';
export * from './problems/index.js';
export { setEntityTag } from './request/entity-tag.js';
export { CurrentInvocation } from './request/invocation.js';
export { Origin, type RequestOrigin } from './request/request-origin.js';
export { CurrentPerson } from './security/current-person.js';
export { TakesLong } from './security/long-work.js';
export { DEFAULT_RATE_LIMITS, type RateLimits } from './security/rate-limiter.js';
export { Action, Command, OpenToAnyone, Padded, TriesCredentials, Unobserved } from './security/route-access.js';
export { pageCookieIn, requireOwnOrigin, setPageCookie } from './security/session-cookie.js';
export { Shares } from './security/shares.js';
export { authenticateAgain } from './security/step-up.js';
export { clientGone } from './streams/client-gone.js';
export { EventStreams } from './streams/event-streams.js';
export { LastEventId } from './streams/last-event-id.js';
export { type ServerSentEvent } from './streams/server-sent-events.js';
