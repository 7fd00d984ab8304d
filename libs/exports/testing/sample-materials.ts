import { CELL_THERAPY_EVENTS, type CellEntry, type CellTherapyEventType } from '@bali/cell-therapy';

/** The arms of the small trial, once they may be known. */
export const SAMPLE_ARMS = new Map([
  ['NAN-001', 'CELLS'],
  ['REI-001', 'PLACEBO'],
  ['PAR-001', 'CELLS'],
] as const);

/** What the unit recorded of a patient, each as the sample of its event. */
function recorded(...types: readonly (readonly [CellTherapyEventType, object?])[]): readonly CellEntry[] {
  return types.map(([type, changes], place) => ({
    ...{ id: `6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b${place + 10}`, type, recordedAt: '2009-06-01T10:00:00.000Z' },
    ...{ data: { ...(CELL_THERAPY_EVENTS[type].sample as object), ...changes } },
    ...{ recordedBy: 'Karim', recordedByUserId: 'karim', corrected: [] },
  })) as unknown as readonly CellEntry[];
}

const CELLS = { composition: { of: 'concentrated-cells', concentrateMl: '30' } };
/** What the unit recorded of one of its patients: another product than the list says. */
export const SAMPLE_MATERIALS = new Map([
  [
    'REI-001',
    recorded(
      ['HarvestReceived'],
      ['CellsSeparated'],
      ['CellsCounted'],
      ['ConcentrateControlled'],
      // Other than the list says: the actual arm is as it was given.
      ['ProductPrepared', CELLS],
      ['CellsCryoConserved'],
      ['ProgenitorsMeasured'],
      ['MessengerRnaMeasured'],
      ['ProteinMeasured'],
    ),
  ],
]);
