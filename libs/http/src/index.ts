export {
  type Configuration,
  ConfigurationInvalid,
  defineConfiguration,
  type Environment,
  listOf,
  oneOf,
  portNumber,
  textOf,
  type Variable,
  type VariableRule,
  wholeNumber,
} from './configuration.js';
export { exampleBody, named, withFieldsOf } from './dto/dto-of.js';
export * from './fields/index.js';
export { createHttpApplication } from './http-application.js';
export { HTTP_OPTIONS, type HttpOptions, READINESS_CHECKS, TOKEN_VERIFIER } from './http-options.js';
export { openApiDocument, type OpenApiOptions, type OpenApiTag } from './open-api.js';
export { createLogger, type LoggerOptions } from './operations/logger.js';
export { Metrics } from './operations/metrics.js';
export { type ReadinessCheck } from './operations/readiness.js';
export * from './problems/index.js';
export { entityTag, setEntityTag } from './request/entity-tag.js';
export { CurrentInvocation } from './request/invocation.js';
export { Origin, type RequestOrigin } from './request/request-origin.js';
export { assertOwnSite, CurrentPerson } from './security/current-person.js';
export { DEFAULT_RATE_LIMITS, type RateLimits } from './security/rate-limiter.js';
export { Action, Command, OpenToAnyone, TriesCredentials, Unobserved } from './security/route-access.js';
export { authenticateAgain } from './security/step-up.js';
export { UnguardedRoutes } from './security/unguarded-routes.js';
export { clientGone } from './streams/client-gone.js';
export { EventStreams } from './streams/event-streams.js';
export { LastEventId } from './streams/last-event-id.js';
export { type ServerSentEvent } from './streams/server-sent-events.js';
