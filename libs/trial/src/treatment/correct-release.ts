import type { CorrectionRequest } from '../correction.js';
import type { PatientState } from '../patient/chart.js';
import { type Refusal, refusal } from '../refusal.js';
import { ofHarvest } from './harvests.js';

/**
 * The cell therapy unit puts the moment of its release right, in both ledgers. Its reason is sealed, since it may say what is in the
 * syringe, and nobody else corrects that moment.
 */
export interface CorrectRelease {
  readonly type: 'CorrectRelease';
  readonly data: { readonly harvest: number; readonly releasedAt: string };
}

/** The correction of one value that it is. */
export function correctionOfRelease(
  { harvest, releasedAt: newValue }: CorrectRelease['data'],
  state: PatientState,
): CorrectionRequest | Refusal {
  const release = ofHarvest(state, 'ProductReleased', harvest);
  if (release === undefined) return refusal('product-not-released', 'No product of this harvest is released.');
  return { correctedEvent: release.id, field: '/releasedAt', newValue };
}
