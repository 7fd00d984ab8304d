import type { CellCorrectionEvent, CellTherapyData, CellTherapyEvent, CellTherapyEventType } from '@bali/cell-therapy';
import type { Arm } from '@bali/protocol';
import { SAMPLE_TEXT_HASH } from '@bali/schema';

const patient = 'REI-001';
const commandId = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';

/** Plausible data for each event of the unit, and plausible together: the harvest of `@bali/trial/testing`, arm A. */
export const SAMPLE_CELL_DATA: { readonly [Type in CellTherapyEventType]: CellTherapyData<Type> } = {
  HarvestReceived: {
    patient,
    receivedAt: '2026-03-10T09:50:00+01:00',
    label: 'HRV-001',
    read: { patient, label: 'HRV-001' },
    volumeMl: '498.5',
    temperatureCelsius: 21,
  },
  CellsSeparated: {
    patient,
    separatedAt: '2026-03-10T11:20:00+01:00',
    method: 'density-gradient',
    concentrate: 'CON-001',
    concentrateMl: '30',
  },
  CellsCounted: {
    patient,
    countedAt: '2026-03-10T11:40:00+01:00',
    nucleatedCells: 4200,
    mononuclearCells: 1600,
    viabilityPercent: '96.5',
  },
  ProductPrepared: {
    patient,
    preparedAt: '2026-03-10T12:00:00+01:00',
    syringe: 'SYR-001',
    composition: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  },
  QualityControlled: {
    patient,
    controlledAt: '2026-03-10T12:15:00+01:00',
    gramStain: 'negative',
    sterilityCultureBegun: 'yes',
    containerIntact: 'yes',
    contentsMasked: 'yes',
    verdict: 'conform',
  },
  ProductReleasedFromUnit: {
    patient,
    releasedAt: '2026-03-10T12:30:00+01:00',
    read: { patient, label: 'SYR-001' },
    request: { commandId },
  },
  ProductReleaseGivenUp: {
    patient,
    givenUpAt: '2026-03-10T11:31:00.000Z',
    syringe: 'SYR-001',
    givenUp: { commandId, because: 'consent-withdrawn' },
  },
  CellsImplanted: { patient, syringe: 'SYR-001', implantedAt: '2026-03-10T14:00:00+01:00' },
  CellsCryoConserved: {
    patient,
    conservedAt: '2026-03-10T15:00:00+01:00',
    containers: [
      { label: 'CRY-001-A', cellsMl: '15' },
      { label: 'CRY-001-B', cellsMl: '15' },
    ],
    cryoprotectant: 'DMSO 10 %, albumin 4 %',
    storedAtCelsius: -180,
    place: 'tank 2, rack 4',
  },
  CellsThawed: {
    patient,
    container: 'CRY-001-A',
    thawedAt: '2026-10-05T09:00:00+02:00',
    viabilityPercent: '81.5',
  },
  CellsUsed: {
    patient,
    container: 'CRY-001-A',
    read: { patient, label: 'CRY-001-A' },
    usedAt: '2026-10-05T11:00:00+02:00',
  },
  CellsDiscarded: {
    patient,
    container: 'CRY-001-B',
    discardedAt: '2026-11-05T11:00:00+01:00',
    why: 'no-use-intended',
  },
  DeviationRecorded: {
    patient,
    foundAt: '2026-03-10T09:50:00+01:00',
    kind: 'identification',
    description: SAMPLE_TEXT_HASH,
  },
  ProgenitorsMeasured: { patient, measuredOn: '2026-03-11', cd34Percent: '1.85', cd133Percent: '0.92' },
  ProteinMeasured: { patient, measuredOn: '2026-03-24', protein: 'VEGF-A', concentration: '142.5' },
  MessengerRnaMeasured: { patient, measuredOn: '2026-03-24', gene: 'VEGFA', foldChange: '2.41' },
  AngiogenesisMeasured: {
    patient,
    measuredOn: '2026-04-14',
    model: 'hindlimb-ischemia-in-the-mouse',
    animals: 8,
    daysAfter: 28,
    capillariesPerMm2: '612.5',
    perfusionRatio: '0.74',
  },
};

/** A correction of one of them. */
export const SAMPLE_CELL_CORRECTION: { readonly CellDataCorrected: CellCorrectionEvent['data'] } = {
  CellDataCorrected: {
    patient,
    correctedEvent: '0d2c55b3-6d2f-5b52-8a44-5f3d5a0c1e77',
    correctedType: 'CellsCounted',
    field: '/viabilityPercent',
    oldValue: '69.5',
    newValue: '96.5',
    computed: false,
  },
};

/** An event of the unit with plausible data, changed as told. */
export function cellEvent<Type extends CellTherapyEventType>(
  type: Type,
  changes: Partial<CellTherapyData<Type>> = {},
): Extract<CellTherapyEvent, { type: Type }> {
  return { type, data: { ...SAMPLE_CELL_DATA[type], ...changes } } as unknown as Extract<
    CellTherapyEvent,
    { type: Type }
  >;
}

const CONTENTS = {
  A: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  B: { of: 'concentrated-cells', concentrateMl: '30' },
} as const satisfies Record<Arm['code'], CellTherapyData<'ProductPrepared'>['composition']>;

/** The day of the harvest as the unit records it: the same steps for every patient. */
export const DAY_STEPS = ['received', 'separated', 'counted', 'prepared', 'controlled', 'released', 'kept'] as const;
export type DayStep = (typeof DAY_STEPS)[number];

/** The events of a patient of an arm on the day of the harvest, up to a step. */
export function cellHistory({ arm, until }: { readonly arm: Arm['code']; readonly until: DayStep }) {
  const whole: readonly CellTherapyEvent[] = [
    cellEvent('HarvestReceived'),
    cellEvent('CellsSeparated'),
    cellEvent('CellsCounted'),
    cellEvent('ProductPrepared', { composition: CONTENTS[arm] }),
    cellEvent('QualityControlled'),
    cellEvent('ProductReleasedFromUnit'),
    arm === 'A' ? cellEvent('CellsCryoConserved') : cellEvent('CellsImplanted'),
  ];
  return whole.slice(0, DAY_STEPS.indexOf(until) + 1);
}
