export { MAX_RECORDS_NAMED, REVIEW_VERDICTS, type ReviewVerdict } from './audit-trail-reviewed.js';
export { decideReview, type ReviewRequest } from './decide-review.js';
