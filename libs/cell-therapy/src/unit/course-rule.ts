import type { Refusal } from '@bali/trial';
import type { CellTherapyEvent } from './cell-events.js';
import type { CellEventDefinition } from './define-cell-event.js';
import type { Situation } from './rule.js';

/** What has to hold of every event of the unit, by what its definition says. */
export interface CourseRule {
  /** What has to hold, as a sentence. */
  readonly says: string;
  refuses(event: CellTherapyEvent, situation: Situation, definition: CellEventDefinition): Refusal | undefined;
}
