import type { Decision } from '@bali/trial';
import { type CellEntryOf, cellsOf, type CellTherapyState, entryOf } from '../unit/cell-record.js';
import type { CellTherapyEvent } from '../unit/cell-events.js';

/** The release of the product for this patient by the unit, if it stands: without it, none stands in the trial ledger. */
export function releaseFromUnit(
  state: CellTherapyState,
  patient: string,
): CellEntryOf<'ProductReleasedFromUnit'> | undefined {
  return entryOf(cellsOf(state, patient), 'ProductReleasedFromUnit');
}

/** What is given up: whose release, and of which command. */
export interface GiveUpRelease {
  readonly patient: string;
  readonly commandId: string;
  /** The code of the refusal of the trial ledger. */
  readonly because: string;
}

/** Documents that the trial ledger refused a release, once; the syringe is in hand again, if it is there. */
export function decideGiveUp(
  { patient, commandId, because }: GiveUpRelease,
  state: CellTherapyState,
  now: string,
): Decision<CellTherapyEvent> {
  const release = releaseFromUnit(state, patient)?.data;
  if (release?.request.commandId !== commandId) return { events: [] };
  const data = { patient, givenUpAt: now, syringe: release.read.label, givenUp: { commandId, because } };
  return { events: [{ type: 'ProductReleaseGivenUp', data }] };
}
