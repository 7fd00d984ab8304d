import { type Decision, harvestOf, type PendingRequest, refusal, sameValue } from '@bali/trial';
import { contradictionsIn } from '../corrections/consistency.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { CellTherapyEvent } from '../unit/cell-events.js';
import { type CellEntryOf, cellsOf, type CellTherapyState, entriesOf } from '../unit/cell-record.js';
import { withCorrectedValue } from '../unit/evolve-cell-therapy.js';
import type { CellTherapyContext } from '../unit/rule.js';

/** The moment of a release is put right, in both ledgers. */
export interface CorrectReleaseMoment {
  readonly patient: string;
  readonly harvest: number;
  readonly releasedAt: string;
}

/** The release of the product of a harvest. One that was given up stands before the one that counts. */
function releaseOfHarvest(
  state: CellTherapyState,
  patient: string,
  harvest: number,
): CellEntryOf<'ProductReleasedFromUnit'> | undefined {
  return entriesOf(cellsOf(state, patient), 'ProductReleasedFromUnit').findLast(
    ({ data }) => harvestOf(data) === harvest,
  );
}

/** Held to the rules of a release. None of them looks at what was prepared: it is accepted or refused alike in both arms. */
export function decideReleaseCorrection(
  { patient, harvest, releasedAt }: CorrectReleaseMoment,
  state: CellTherapyState,
  { request, ...context }: CellTherapyContext & { readonly request: PendingRequest },
): Decision<CellTherapyEvent> {
  const release = releaseOfHarvest(state, patient, harvest);
  if (release === undefined) {
    return { refusal: cellTherapyRefusal('unit-step-missing', 'No product of this harvest is released.') };
  }
  if (context.reason === undefined) {
    return { refusal: refusal('reason-missing', 'A correction needs a reason.', '/reason') };
  }
  const { releasedAt: oldReleasedAt } = release.data;
  if (sameValue(oldReleasedAt, releasedAt)) {
    return { refusal: refusal('value-unchanged', 'The release has this moment already.', '/releasedAt') };
  }
  const cells = cellsOf(state, patient);
  const corrected = { correctedEvent: release.id, field: '/releasedAt', newValue: releasedAt };
  const after = withCorrectedValue(cells, corrected);
  const [contradiction] = contradictionsIn({ cells, after, corrected: [release.id], state }, context);
  if (contradiction !== undefined) return { refusal: { ...contradiction.refusal, field: '/releasedAt' } };
  const data = { patient, harvest, oldReleasedAt, releasedAt, request };
  return { events: [{ type: 'ReleaseMomentCorrected', data }] };
}

/** Documents that the trial ledger refused the correction of a release, once: the moment is what it was before. */
export function decideReleaseCorrectionGiveUp(
  { patient, commandId, because }: { readonly patient: string; readonly commandId: string; readonly because: string },
  state: CellTherapyState,
  now: string,
): Decision<CellTherapyEvent> {
  const cells = cellsOf(state, patient);
  const corrected = entriesOf(cells, 'ReleaseMomentCorrected').find(({ data }) => data.request.commandId === commandId);
  const isDone = entriesOf(cells, 'ReleaseCorrectionGivenUp').some(({ data }) => data.givenUp.commandId === commandId);
  if (corrected === undefined || isDone) return { events: [] };
  const { harvest, oldReleasedAt: releasedAt } = corrected.data;
  const data = { patient, givenUpAt: now, harvest, releasedAt, givenUp: { commandId, because } };
  return { events: [{ type: 'ReleaseCorrectionGivenUp', data }] };
}
