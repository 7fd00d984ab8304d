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

/** What is given up: of whose product, and of which command. */
export interface GiveUp {
  readonly patient: string;
  readonly commandId: string;
  /** The code of the refusal of the trial ledger. */
  readonly because: string;
}

/** Documents that the trial ledger refused a release, once; the syringe is in hand again, if it is there. */
export function decideGiveUp(
  { patient, commandId, because }: GiveUp,
  state: CellTherapyState,
  now: string,
): Decision<CellTherapyEvent> {
  const release = releaseFromUnit(state, patient)?.data;
  if (release?.request.commandId !== commandId) return { events: [] };
  const data = { patient, givenUpAt: now, syringe: release.read.label, givenUp: { commandId, because } };
  return { events: [{ type: 'ProductReleaseGivenUp', data }] };
}

/** The withdrawal of the release of the product for this patient by the unit, if it stands. */
export function withdrawalFromUnit(
  state: CellTherapyState,
  patient: string,
): CellEntryOf<'ReleaseWithdrawnByUnit'> | undefined {
  return entryOf(cellsOf(state, patient), 'ReleaseWithdrawnByUnit');
}

/** Documents that the trial ledger refused a withdrawal, once: the site had recorded the implantation meanwhile. */
export function decideWithdrawalGiveUp(
  { patient, commandId, because }: GiveUp,
  state: CellTherapyState,
  now: string,
): Decision<CellTherapyEvent> {
  if (withdrawalFromUnit(state, patient)?.data.request.commandId !== commandId) return { events: [] };
  return {
    events: [{ type: 'ReleaseWithdrawalGivenUp', data: { patient, givenUpAt: now, givenUp: { commandId, because } } }],
  };
}
