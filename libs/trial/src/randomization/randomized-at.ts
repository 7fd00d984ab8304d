import type { Instant } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';
import { happened } from '../patient/happened.js';

/** When a patient was randomized: by the software when it was recorded, by a sealed card when the card was opened. */
export function randomizedAtOf(state: PatientState): Instant | undefined {
  const [first] = all(state, 'Randomized');
  return first && happened(first);
}
