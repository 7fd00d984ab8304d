import type { LedgerRecord } from '@bali/ledger';
import type { Instant } from '@bali/protocol';
import {
  type CellTherapyData,
  type CellTherapyEvent,
  type CellTherapyEventType,
  isCellTherapyEvent,
} from './events/cell-events.js';

/** What the unit recorded once, and who recorded it when. */
export type CellEntry = CellEntryOf<CellTherapyEventType>;
export type CellEntryOf<Type extends CellTherapyEventType> = Type extends CellTherapyEventType
  ? {
      readonly id: string;
      readonly type: Type;
      readonly data: CellTherapyData<Type>;
      readonly recordedAt: Instant;
      readonly recordedBy: string;
    }
  : never;

/** Everything that the unit recorded, by patient, in its order. What it means is said by functions over it. */
export interface CellTherapyState {
  readonly patients: ReadonlyMap<string, readonly CellEntry[]>;
}

export const initialCellTherapyState: CellTherapyState = { patients: new Map() };

/** The state with one more record of the sealed ledger; what is not the unit's is another room's, and passed over. */
export function evolveCellTherapy(state: CellTherapyState, record: LedgerRecord): CellTherapyState {
  const { id, type, data, metadata } = record;
  if (!isCellTherapyEvent(type)) return state;
  const { patient } = data as CellTherapyEvent['data'];
  const { recordedAt, actor } = metadata;
  const entry = { id, type, data, recordedAt, recordedBy: actor.name } as CellEntry;
  return { patients: new Map(state.patients).set(patient, [...cellsOf(state, patient), entry]) };
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
