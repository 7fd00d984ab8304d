export { type AsOf, CHECK_GROUPS, type Found, type ReviewedLedger, type Seen } from './check.js';
export { TRAIL_CHECKS, trailCheckOf } from './checks.js';
export { REVIEW_THRESHOLDS, type ReviewThresholds, reviewThresholds, thresholdSet } from './thresholds.js';
export { type CheckResult, type FoundFilter, TrailReview } from './trail-review.js';
