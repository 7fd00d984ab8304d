import {
  type BlindingState,
  evolveBlinding,
  initialBlindingState,
  openSealedRecord,
  readSealingKeys,
  type SealingKeysSource,
} from '@bali/blinding';
import { type CellEntry, cellsOf, evolveCellTherapy, initialCellTherapyState } from '@bali/cell-therapy';
import type { DisclosureLog, ShownTo } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { compareInstants, type Instant } from '@bali/protocol';
import { QueryRefused } from '../query-refused.js';

export interface UnitMaterialsOptions {
  readonly sealedLedger: EventStore;
  /** Read only when somebody asks who may. */
  readonly sealingKeys: SealingKeysSource;
  readonly disclosures: Pick<DisclosureLog, 'record'>;
}

/** What of the sealed ledger is in exports and reports by arm. */
export interface UnitRecords {
  /** What the unit recorded of each patient, and stands. */
  readonly materials: ReadonlyMap<string, readonly CellEntry[]>;
  /** By patient, when clinicians used cells that had been kept, as they recorded it themselves. */
  readonly usedAt: ReadonlyMap<string, readonly Instant[]>;
}

/** What the cell therapy unit recorded, for exports and reports by arm once the trial is unblinded. */
export class UnitMaterials {
  readonly #options: UnitMaterialsOptions;

  constructor(options: UnitMaterialsOptions) {
    this.#options = options;
  }

  /**
   * What stood by patient at a moment of the trial ledger: the same moment gives the same, whatever is recorded later. That it is read is
   * in the access ledger first.
   * @throws QueryRefused `not-available` where the keys are not here
   */
  async until(moment: Instant, shownTo: ShownTo): Promise<UnitRecords> {
    const { sealedLedger, sealingKeys, disclosures } = this.#options;
    await disclosures.record({ type: 'SealedDataRead', data: { what: 'cells' } }, shownTo);
    const keys = readSealingKeys(sealingKeys);
    let state = initialCellTherapyState;
    let blinding = initialBlindingState;
    const patients = new Set<string>();
    for await (const page of sealedLedger.read()) {
      if (keys === undefined) throw new QueryRefused('not-available', { detail: 'the sealing keys are not here' });
      for (const { leaf } of page) {
        const sealed = recordOf(leaf);
        if (compareInstants(sealed.metadata.recordedAt, moment) > 0) continue;
        const record = await openSealedRecord(sealed, keys);
        state = evolveCellTherapy(state, record);
        blinding = evolveBlinding(blinding, record);
        const { patient } = record.data as { readonly patient?: string };
        if (patient !== undefined) patients.add(patient);
      }
    }
    return {
      materials: new Map([...patients].map((patient) => [patient, cellsOf(state, patient)])),
      usedAt: usedIn(blinding),
    };
  }
}

/** The open records of a use of cells that were not taken back. */
function usedIn({ openRecords }: BlindingState): UnitRecords['usedAt'] {
  const takenBack = new Set(openRecords.map(({ data }) => data.takenBack?.record));
  const used = openRecords.filter(({ id, data }) => data.treatment?.what === 'cells-used' && !takenBack.has(id));
  return new Map(
    [...Map.groupBy(used, ({ data }) => data.patient)].map(([patient, own]) => [
      patient,
      own.flatMap(({ data }) => data.treatment?.treatedAt ?? []),
    ]),
  );
}
