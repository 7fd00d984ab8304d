export {
  type AsOf,
  CHECK_GROUPS,
  type CheckGroup,
  type Found,
  type ReviewedLedger,
  type Seen,
  type TrailCheck,
} from './check.js';
export { TRAIL_CHECKS, trailCheckOf } from './checks.js';
export {
  REVIEW_THRESHOLDS,
  type ReviewThresholds,
  reviewThresholds,
  type ThresholdName,
  thresholdSet,
} from './thresholds.js';
export { type CheckResult, type FoundFilter, TrailReview, type TrendMonth } from './trail-review.js';
