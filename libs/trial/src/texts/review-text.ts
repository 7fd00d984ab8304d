import type { Decision } from '../decision.js';
import { refusal } from '../refusal.js';
import { textUnknown } from './text-unknown.js';
import type { TextFlaggedEvent } from './text-flagged.js';
import type { TextReleasedEvent } from './text-released.js';

/** What a monitor says of a free text after reading it. */
export interface TextReview {
  readonly event: string;
  readonly field: string;
  readonly verdict: 'release' | 'flag';
}

/** What is known of the text at that place. */
export interface TextReviewed {
  /** Absent: no free text stands there. */
  readonly hash?: string;
  readonly isFlagged: boolean;
  readonly isReleased: boolean;
  /** Where free texts stand in the record of the event, as JSON pointers. */
  readonly places?: readonly string[];
}

/** A flag stands: a text that was flagged is not released afterwards, and one that was released may still be flagged. */
export function decideTextReview(
  { event, field, verdict }: TextReview,
  { hash, isFlagged, isReleased, places = [] }: TextReviewed,
): Decision<TextReleasedEvent | TextFlaggedEvent> {
  if (hash === undefined) return textUnknown(places);
  if (isFlagged) {
    return {
      refusal: refusal(
        'text-already-reviewed',
        'This text is flagged, and stays with those who may know arms.',
        '/field',
      ),
    };
  }
  if (verdict === 'flag') return { events: [{ type: 'TextFlagged', data: { event, field, hash } }] };
  if (isReleased) return { refusal: refusal('text-already-reviewed', 'This text is released already.', '/field') };
  return { events: [{ type: 'TextReleased', data: { event, field, hash } }] };
}
