export { type ClientOptions, type Token } from './client-options.js';
export {
  type InspectionAnswer,
  InspectionApi,
  type InspectionPaths,
  type InspectionSchemas,
} from './inspection-api.js';
export { type Following } from './live-feed.js';
export { NoAnswerError, type Timers } from './patience.js';
export {
  type FieldError,
  isProblem,
  type ProblemCode,
  type ProblemDetails,
  ProblemError,
  type SignatureAskedFor,
} from './problem-error.js';
export {
  type FedEvent,
  type FollowingTrial,
  type SignedIn,
  type SignIn,
  type SiteAnswer,
  SiteApi,
  type SitePaths,
  type SiteSchemas,
  type TrialEvent,
} from './site-api.js';
export { type Asked, ApiClient } from './api-client.js';
export { type Credentials, type Sending, type SendingCommand } from './typed-operations.js';
