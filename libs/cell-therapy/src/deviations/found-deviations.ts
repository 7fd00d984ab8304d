import { dateAt, type Instant, nextWorkingDay } from '@bali/protocol';
import { compositionInWords } from '../preparation/composition.js';
import type { DEVIATION_KINDS } from './deviation-recorded.js';
import { CONTENTS } from '../preparation/rules.js';
import { minutesFromReception } from '../release/rules.js';
import { type CellEntry, entryOf } from '../unit/cell-record.js';
import { harvestOf } from '../unit/refusals-of.js';
import type { HarvestFacts, PatientFacts } from '../unit/rule.js';

export const FOUND_DEVIATIONS = ['not-what-the-list-says', 'released-late', 'last-record-late'] as const;

/** What the software finds in the unit's records. It stays sealed: it is assessed after the lock, without outcome data. */
export interface FoundDeviation {
  readonly code: (typeof FOUND_DEVIATIONS)[number];
  readonly severity: 'critical' | 'minor';
  /** The entry in which it is. */
  readonly event: string;
}

/** The deviations in what was recorded of a patient, in the order of the records. */
export function foundDeviations(cells: readonly CellEntry[], facts: PatientFacts): readonly FoundDeviation[] {
  return cells.flatMap((entry, place) => {
    const before = cells.slice(0, place + 1);
    const harvest = harvestOf(entry, cells.slice(0, place), facts);
    if (harvest === undefined) return [];
    const found = deviationIn(entry, before, { facts, harvest });
    return found === undefined ? [] : [{ ...found, event: entry.id }];
  });
}

/** Something that deviated in the unit: found by the software, or recorded by the unit. */
export interface UnitDeviation {
  /** The record in which it is. */
  readonly record: string;
  readonly kind: (typeof FOUND_DEVIATIONS)[number] | (typeof DEVIATION_KINDS)[number];
  readonly recordedAt: Instant;
  /** How severe it is by the protocol, where that says so. */
  readonly byProtocol?: 'critical';
  /** The hash of what the unit said of it, where it did. */
  readonly description?: string;
}

/** What deviated for a patient, in the order of the records. */
export function unitDeviationsOf(cells: readonly CellEntry[], facts: PatientFacts): readonly UnitDeviation[] {
  const found = new Map(foundDeviations(cells, facts).map((one) => [one.event, one]));
  return cells.flatMap((entry): readonly UnitDeviation[] => {
    const about = { record: entry.id, recordedAt: entry.recordedAt };
    if (entry.type === 'DeviationRecorded') {
      return [{ ...about, kind: entry.data.kind, description: entry.data.description }];
    }
    const { code, severity } = found.get(entry.id) ?? {};
    if (code === undefined) return [];
    return [{ ...about, kind: code, ...(severity === 'critical' ? { byProtocol: severity } : {}) }];
  });
}

interface About {
  readonly facts: PatientFacts;
  readonly harvest: HarvestFacts;
}

function deviationIn(
  entry: CellEntry,
  cells: readonly CellEntry[],
  { facts: { arm, timeZone }, harvest }: About,
): Omit<FoundDeviation, 'event'> | undefined {
  switch (entry.type) {
    case 'ProductPrepared': {
      const isOther = arm !== undefined && entry.data.composition.of !== CONTENTS[arm];
      return isOther ? { code: 'not-what-the-list-says', severity: 'critical' } : undefined;
    }
    case 'ProductReleasedFromUnit': {
      const minutes = minutesFromReception(cells, entry.data.releasedAt) ?? 0;
      return minutes > harvest.limits.releaseLateAfterMinutes
        ? { code: 'released-late', severity: 'minor' }
        : undefined;
    }
    case 'CellsImplanted':
    case 'CellsCryoConserved': {
      const due = nextWorkingDay(dateAt(harvest.harvestedAt, timeZone));
      const isLate = dateAt(entry.recordedAt, timeZone) > due;
      return isLate ? { code: 'last-record-late', severity: 'minor' } : undefined;
    }
    default:
      return undefined;
  }
}

/** What was really given to the patient: what the unit put into the syringe that the site implanted. `undefined`: nothing. */
export function actualTreatment(cells: readonly CellEntry[], { implantedAt }: PatientFacts): string | undefined {
  const prepared = entryOf(cells, 'ProductPrepared')?.data;
  return implantedAt === undefined || prepared === undefined ? undefined : compositionInWords(prepared.composition);
}
