import type { Instant } from '@bali/protocol';
import type { CellCorrectionEvent } from '../corrections/cell-data-corrected.js';
import type { CellTherapyData, CellTherapyEventType } from './cell-events.js';
import { SharedMap } from './shared-map.js';

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
      /**
       * The command that annulled it in both ledgers, or the event that annulled it in the sealed one. Absent: it stands. No rule looks at
       * what does not.
       */
      readonly annulledBy?: string;
      readonly annulledAt?: Instant;
    }
  : never;

/** What was corrected in a record, and who corrected it when. */
export type CellCorrection = Omit<CellCorrectionEvent['data'], 'patient'> & {
  readonly recordedAt: Instant;
  readonly recordedBy: string;
  /** Why, as a code. */
  readonly reasonCode?: string;
  /** The hash of the reason, whose text is sealed. */
  readonly reason?: string;
};

/** Everything that the unit recorded, by patient, in its order. What it means is said by functions over it. */
export interface CellTherapyState {
  readonly patients: SharedMap<readonly CellEntry[]>;
  /** What was corrected in it, by patient, in its order. */
  readonly corrections: SharedMap<readonly CellCorrection[]>;
  /**
   * Whose container got each label last; whether it still stands on it, the records of that patient say. It is kept while records are folded, so that no command has to look through every
   * patient's containers: cells are kept in new containers for patients of one arm only, and the time that took would tell which.
   */
  readonly labels: SharedMap<string>;
}

export const initialCellTherapyState: CellTherapyState = {
  patients: SharedMap.empty(),
  corrections: SharedMap.empty(),
  labels: SharedMap.empty(),
};

/** What was corrected in what was recorded of one patient, in its order. */
export function correctionsOf({ corrections }: CellTherapyState, patient: string): readonly CellCorrection[] {
  return corrections.get(patient) ?? [];
}

/** What was recorded of one patient and stands, in its order. */
export function cellsOf(state: CellTherapyState, patient: string): readonly CellEntry[] {
  return everythingOf(state, patient).filter(({ annulledBy }) => annulledBy === undefined);
}

/** The same with what was annulled. */
export function everythingOf({ patients }: CellTherapyState, patient: string): readonly CellEntry[] {
  return patients.get(patient) ?? [];
}

/** The commands of which what they recorded of one patient was annulled in both ledgers. */
export function annulledCommands(state: CellTherapyState, patient: string): ReadonlySet<string> {
  return new Set(
    everythingOf(state, patient).flatMap(({ annulledBy, data }) =>
      annulledBy !== undefined && 'request' in data ? [data.request.commandId] : [],
    ),
  );
}

/** What was recorded of the harvest that was received last: every reception begins anew. */
export function ofLatestHarvest(cells: readonly CellEntry[]): readonly CellEntry[] {
  return cells.slice(
    Math.max(
      0,
      cells.findLastIndex(({ type }) => type === 'HarvestReceived'),
    ),
  );
}

/** How many harvests were received. */
export function receptionsIn(cells: readonly CellEntry[]): number {
  return entriesOf(cells, 'HarvestReceived').length;
}

/** What is recorded in vain, by what says so: the trial ledger refused it. */
const GIVEN_UP_BY: Readonly<Partial<Record<CellTherapyEventType, CellTherapyEventType>>> = {
  ProductReleasedFromUnit: 'ProductReleaseGivenUp',
  ReleaseWithdrawnByUnit: 'ReleaseWithdrawalGivenUp',
};

/** The first entry of a type of the latest harvest. One that was given up is none. */
export function entryOf<Type extends CellTherapyEventType>(
  cells: readonly CellEntry[],
  type: Type,
): CellEntryOf<Type> | undefined {
  const latest = ofLatestHarvest(cells);
  const end = GIVEN_UP_BY[type];
  const since = end === undefined ? -1 : latest.findLastIndex((entry) => entry.type === end);
  return entriesOf(latest.slice(since + 1), type)[0];
}

export function entriesOf<Type extends CellTherapyEventType>(
  cells: readonly CellEntry[],
  type: Type,
): readonly CellEntryOf<Type>[] {
  return cells.filter((entry) => entry.type === type) as unknown as readonly CellEntryOf<Type>[];
}
