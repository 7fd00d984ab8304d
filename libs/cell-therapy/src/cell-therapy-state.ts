import type { LedgerRecord } from '@bali/ledger';
import type { Instant } from '@bali/protocol';
import { type CorrectionRequest } from '@bali/trial';
import { withValueAt } from '@bali/schema';
import {
  type CellTherapyData,
  type CellTherapyEvent,
  type CellTherapyEventType,
  isCellTherapyEvent,
} from './events/cell-events.js';
import { CELL_CORRECTION_EVENTS, type CellCorrectionEvent } from './events/correction-events.js';

/** What the unit recorded once, as it stands with every correction, and who recorded it when. */
export type CellEntry = CellEntryOf<CellTherapyEventType>;
export type CellEntryOf<Type extends CellTherapyEventType> = Type extends CellTherapyEventType
  ? {
      readonly id: string;
      readonly type: Type;
      readonly data: CellTherapyData<Type>;
      readonly recordedAt: Instant;
      readonly recordedBy: string;
      /** Whose account it was: names may be the same. */
      readonly recordedByUserId: string;
      /** The values that were corrected (JSON pointers), in the order of their last correction. */
      readonly corrected: readonly string[];
    }
  : never;

/** What was corrected in a record, and who corrected it when. */
export type CellCorrection = Omit<CellCorrectionEvent['data'], 'patient'> & {
  readonly recordedAt: Instant;
  readonly recordedBy: string;
};

/** Everything that the unit recorded, by patient, in its order. What it means is said by functions over it. */
export interface CellTherapyState {
  readonly patients: ReadonlyMap<string, readonly CellEntry[]>;
  /** What was corrected in it, by patient, in its order. */
  readonly corrections: ReadonlyMap<string, readonly CellCorrection[]>;
}

export const initialCellTherapyState: CellTherapyState = { patients: new Map(), corrections: new Map() };

/** The state with one more record of the sealed ledger; what is not the unit's is another room's, and passed over. */
export function evolveCellTherapy(state: CellTherapyState, record: LedgerRecord): CellTherapyState {
  const { id, type, data, metadata } = record;
  const { recordedAt, actor } = metadata;
  const recorded = { recordedAt, recordedBy: actor.name };
  if (type === CELL_CORRECTION_EVENTS.CellDataCorrected.type) {
    return withCorrection(state, data as CellCorrectionEvent['data'], recorded);
  }
  if (!isCellTherapyEvent(type)) return state;
  const { patient } = data as CellTherapyEvent['data'];
  const entry = { id, type, data, ...recorded, recordedByUserId: actor.userId, corrected: [] } as unknown as CellEntry;
  return { ...state, patients: new Map(state.patients).set(patient, [...cellsOf(state, patient), entry]) };
}

function withCorrection(
  state: CellTherapyState,
  { patient, ...correction }: CellCorrectionEvent['data'],
  recorded: Pick<CellCorrection, 'recordedAt' | 'recordedBy'>,
): CellTherapyState {
  const cells = withCorrectedValue(cellsOf(state, patient), correction);
  const corrections = [...correctionsOf(state, patient), { ...correction, ...recorded }];
  return {
    patients: new Map(state.patients).set(patient, cells),
    corrections: new Map(state.corrections).set(patient, corrections),
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

/** What was corrected in what was recorded of one patient, in its order. */
export function correctionsOf({ corrections }: CellTherapyState, patient: string): readonly CellCorrection[] {
  return corrections.get(patient) ?? [];
}

/** What was recorded of one patient, in its order. */
export function cellsOf({ patients }: CellTherapyState, patient: string): readonly CellEntry[] {
  return patients.get(patient) ?? [];
}

/** The one entry of a type that is recorded once for a patient. A release that was given up is none. */
export function entryOf<Type extends CellTherapyEventType>(
  cells: readonly CellEntry[],
  type: Type,
): CellEntryOf<Type> | undefined {
  const isOfRelease = type === 'ProductReleasedFromUnit';
  const since = isOfRelease ? cells.findLastIndex((entry) => entry.type === 'ProductReleaseGivenUp') : -1;
  return entriesOf(cells.slice(since + 1), type)[0];
}

export function entriesOf<Type extends CellTherapyEventType>(
  cells: readonly CellEntry[],
  type: Type,
): readonly CellEntryOf<Type>[] {
  return cells.filter((entry) => entry.type === type) as unknown as readonly CellEntryOf<Type>[];
}

const HAPPENED = {
  HarvestReceived: 'receivedAt',
  CellsSeparated: 'separatedAt',
  CellsCounted: 'countedAt',
  ProductPrepared: 'preparedAt',
  QualityControlled: 'controlledAt',
  ProductReleasedFromUnit: 'releasedAt',
  ProductReleaseGivenUp: 'givenUpAt',
  CellsImplanted: 'implantedAt',
  CellsCryoConserved: 'conservedAt',
  CellsThawed: 'thawedAt',
  CellsUsed: 'usedAt',
  CellsDiscarded: 'discardedAt',
  DeviationRecorded: 'foundAt',
  ProgenitorsMeasured: 'measuredOn',
  ProteinMeasured: 'measuredOn',
  MessengerRnaMeasured: 'measuredOn',
  AngiogenesisMeasured: 'measuredOn',
} as const satisfies Record<CellTherapyEventType, string>;

/** The field that says when it happened. */
export function whenField({ type }: Pick<CellTherapyEvent, 'type'>): string {
  return `/${HAPPENED[type]}`;
}

/** When it happened in the world, as it was entered: a date, or a moment with its offset. */
export function happenedWhen({ type, data }: CellTherapyEvent): string {
  return (data as unknown as Readonly<Record<string, string>>)[HAPPENED[type]] ?? '';
}
