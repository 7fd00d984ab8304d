import type { TrailCheck } from './check.js';
import { ACCESS_CHECKS } from './checks/access.js';
import { CHANGE_CHECKS } from './checks/change.js';
import { COLLECTION_CHECKS } from './checks/collection.js';
import { REVIEW_CHECKS } from './checks/review.js';
import { SYSTEM_CHECKS } from './checks/system.js';

/** Every check, in the order of its group. An identifier never changes its meaning: it stands in events that are read for 25 years. */
export const TRAIL_CHECKS: readonly TrailCheck[] = [
  ...ACCESS_CHECKS,
  ...COLLECTION_CHECKS,
  ...CHANGE_CHECKS,
  ...REVIEW_CHECKS,
  ...SYSTEM_CHECKS,
];

export function trailCheckOf(id: string): TrailCheck | undefined {
  return TRAIL_CHECKS.find((check) => check.id === id);
}
