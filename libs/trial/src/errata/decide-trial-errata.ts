import { decideTrialAnnulment } from '../annulments/decide-trial-annulment.js';
import type { CorrectionEvent } from '../corrections/data-corrected.js';
import { decideTrialCorrection } from '../corrections/decide-trial-correction.js';
import type { CorrectionRequest } from '../correction.js';
import type { Decision } from '../decision.js';
import { type Refusal, refusal } from '../refusal.js';
import type { TrialContext } from '../trial/define-trial-event.js';
import { isUnblinded, type TrialState } from '../trial/trial-state.js';
import type { ErratumOrder } from './decide-errata.js';
import type { ErratumEvent } from './erratum.js';
import { appliedToTrial, trialWithErrata } from './with-errata.js';

/** What is said to be wrong in the entries about the trial or its sites: none of them is recorded after a lock to count later. */
export type TrialErratumOrder = Omit<ErratumOrder, 'toCount'>;

/** What the sponsor authorises after the unblinding of the trial, of what the sponsor had entered. */
export function decideTrialErrata(
  { values = [], notToCount = [] }: TrialErratumOrder,
  state: TrialState,
  context: TrialContext,
): Decision<ErratumEvent> {
  const refused = refusedEarly(state, context) ?? refusedAsEmpty(values.length + notToCount.length);
  if (refused !== undefined) return { refusal: refused };
  const corrected = withValues(values, trialWithErrata(state), context);
  if ('code' in corrected) return { refusal: corrected };
  const right = corrected.events.map(({ data }): ErratumEvent => ({
    type: 'Erratum',
    data: { kind: 'value', ...data },
  }));
  if (notToCount.length === 0) return { events: right };
  const struck = decideTrialAnnulment({ entries: notToCount }, corrected.state, context);
  if ('refusal' in struck) return { refusal: inNotToCount(struck.refusal) };
  const left = struck.events.map(
    ({ data: { annulledEvent: correctedEvent, annulledType: correctedType } }): ErratumEvent => ({
      type: 'Erratum',
      data: { kind: 'not-to-count', correctedEvent, correctedType, computed: false },
    }),
  );
  return { events: [...right, ...left] };
}

/** Each value is judged with those before it. */
function withValues(
  values: readonly CorrectionRequest[],
  state: TrialState,
  context: TrialContext,
): Corrected | Refusal {
  const events: CorrectionEvent[] = [];
  let standing = state;
  for (const [place, request] of values.entries()) {
    const correction = decideTrialCorrection(request, standing, context);
    if ('code' in correction) {
      const { field, ...refused } = correction;
      return field === undefined || field === '/reason'
        ? correction
        : { ...refused, field: `/values/${place}${field}` };
    }
    events.push(correction);
    standing = appliedToTrial(standing, correction);
  }
  return { state: standing, events };
}

interface Corrected {
  readonly state: TrialState;
  readonly events: readonly CorrectionEvent[];
}

function refusedEarly(state: TrialState, { reason }: TrialContext): Refusal | undefined {
  if (!isUnblinded(state)) {
    const sentence =
      'The trial is not unblinded: correct or annul what is wrong; while the database is locked, unlock it first.';
    return refusal('trial-not-unblinded', sentence);
  }
  return reason === undefined ? refusal('reason-missing', 'An erratum needs a reason.', '/reason') : undefined;
}

function refusedAsEmpty(said: number): Refusal | undefined {
  if (said > 0) return undefined;
  return refusal('value-missing', 'Say which values are wrong, or which entries have not to count.', '/values');
}

function inNotToCount({ field, ...refused }: Refusal): Refusal {
  return { ...refused, ...(field && { field: field.replace(/^\/entries/, '/notToCount') }) };
}
