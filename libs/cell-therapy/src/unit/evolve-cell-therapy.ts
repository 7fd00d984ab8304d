import { eventId, type LedgerRecord } from '@bali/ledger';
import { raisedIn, withValueAt } from '@bali/schema';
import { type CorrectionRequest, harvestOf } from '@bali/trial';
import { CellDataCorrected, type CellCorrectionEvent } from '../corrections/cell-data-corrected.js';
import { CellEntriesAnnulled, type CellAnnulmentEvent } from '../corrections/cell-entries-annulled.js';
import { CELL_EVENT_CATALOGUE } from '../event-catalogue.js';
import { CELL_THERAPY_EVENTS, type CellTherapyEvent, isCellTherapyEvent } from './cell-events.js';
import {
  type CellCorrection,
  type CellEntry,
  type CellTherapyState,
  correctionsOf,
  entriesOf,
  everythingOf,
} from './cell-record.js';
import type { CellEventDefinition } from './define-cell-event.js';
import { placeOf } from './place-of-an-entry.js';
import type { SharedMap } from './shared-map.js';

/** The state with one more record of the sealed ledger; what is not the unit's is another room's, and passed over. */
export function evolveCellTherapy(state: CellTherapyState, record: LedgerRecord): CellTherapyState {
  const { id, type, data, metadata } = raisedIn(CELL_EVENT_CATALOGUE, record);
  const { recordedAt, actor } = metadata;
  const recorded = { recordedAt, recordedBy: actor.name };
  if (type === CellDataCorrected.type) {
    const { reason, reasonCode } = metadata;
    const why = { ...(reasonCode && { reasonCode }), ...(reason && { reason }) };
    return withCorrection(state, data as CellCorrectionEvent['data'], { ...recorded, ...why });
  }
  if (type === CellEntriesAnnulled.type)
    return withoutEntries(state, data as CellAnnulmentEvent['data'], { annulledBy: id, annulledAt: recordedAt });
  if (!isCellTherapyEvent(type)) return state;
  const { patient } = data as CellTherapyEvent['data'];
  const entry = { id, type, data, ...recorded, recordedByUserId: actor.userId, corrected: [] } as unknown as CellEntry;
  return {
    ...state,
    patients: state.patients.with(
      patient,
      withEntry(withAnnulled(withReleaseMoment(everythingOf(state, patient), entry), entry), entry),
    ),
    labels: withLabelsOf(state.labels, entry),
  };
}

/** A harvest that is recorded late stands before those that came after it. */
function withEntry(cells: readonly CellEntry[], entry: CellEntry): readonly CellEntry[] {
  return cells.toSpliced(placeOf(entry, cells), 0, entry);
}

/** The moment of a release is corrected by an entry of its own, and is what it was if that was given up. */
function withReleaseMoment(cells: readonly CellEntry[], { type, data }: CellEntry): readonly CellEntry[] {
  if (type !== 'ReleaseMomentCorrected' && type !== 'ReleaseCorrectionGivenUp') return cells;
  const release = entriesOf(cells, 'ProductReleasedFromUnit').findLast((one) => harvestOf(one.data) === data.harvest);
  if (release === undefined) return cells;
  return withCorrectedValue(cells, { correctedEvent: release.id, field: '/releasedAt', newValue: data.releasedAt });
}

/**
 * What was begun by the command that recorded an annulled entry of the trial ledger counts no more; it counts again where the trial
 * ledger refused the annulment.
 */
function withAnnulled(cells: readonly CellEntry[], { type, data }: CellEntry): readonly CellEntry[] {
  if (type === 'UnitEntriesAnnulled') {
    const { entries, request, annulledAt } = data;
    return cells.map((cell) =>
      entries.includes(inTheTrialLedger(cell) ?? '') ? { ...cell, annulledBy: request.commandId, annulledAt } : cell,
    );
  }
  if (type !== 'UnitAnnulmentGivenUp') return cells;
  return cells.map((cell) => {
    const { annulledBy, annulledAt: _, ...standing } = cell;
    return annulledBy === data.givenUp.commandId ? standing : cell;
  });
}

/** The id of the event with which an entry was finished in the trial ledger, if it was to be. */
function inTheTrialLedger({ data }: CellEntry): string | undefined {
  const { request } = data as { readonly request?: { readonly commandId: string } };
  return request === undefined ? undefined : eventId(request.commandId, 0);
}

function withLabelsOf(labels: SharedMap<string>, { type, data }: CellEntry): SharedMap<string> {
  const { labelsGiven }: CellEventDefinition = CELL_THERAPY_EVENTS[type];
  const given = labelsGiven?.(data as never) ?? [];
  return given.reduce((known, { label }) => known.with(label, data.patient), labels);
}

function withoutEntries(
  state: CellTherapyState,
  { patient, annulled }: CellAnnulmentEvent['data'],
  how: Required<Pick<CellEntry, 'annulledBy' | 'annulledAt'>>,
): CellTherapyState {
  const ids = new Set(annulled.map(({ entry }) => entry));
  const cells = everythingOf(state, patient).map((cell) => (ids.has(cell.id) ? { ...cell, ...how } : cell));
  return { ...state, patients: state.patients.with(patient, cells) };
}

function withCorrection(
  state: CellTherapyState,
  { patient, ...correction }: CellCorrectionEvent['data'],
  recorded: Pick<CellCorrection, 'recordedAt' | 'recordedBy' | 'reason' | 'reasonCode'>,
): CellTherapyState {
  const cells = withCorrectedValue(everythingOf(state, patient), correction);
  const corrections = [...correctionsOf(state, patient), { ...correction, ...recorded }];
  const corrected = cells.find(({ id }) => id === correction.correctedEvent);
  return {
    patients: state.patients.with(patient, cells),
    labels: corrected === undefined ? state.labels : withLabelsOf(state.labels, corrected),
    corrections: state.corrections.with(patient, corrections),
  };
}

/** The records with one value put right. */
export function withCorrectedValue(
  cells: readonly CellEntry[],
  { correctedEvent, field, newValue }: CorrectionRequest,
): readonly CellEntry[] {
  return cells.map((entry) => {
    if (entry.id !== correctedEvent) return entry;
    const corrected = [...entry.corrected.filter((other) => other !== field), field];
    return { ...entry, data: withValueAt(entry.data, field, newValue), corrected } as unknown as CellEntry;
  });
}
