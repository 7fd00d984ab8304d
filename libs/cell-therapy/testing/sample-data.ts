import {
  CELL_THERAPY_EVENTS,
  type CellTherapyData,
  type CellTherapyEvent,
  type CellTherapyEventType,
} from '@bali/cell-therapy';
import type { Arm } from '@bali/protocol';

/** The labels of the samples' containers: those of older versions of events are of an older form. */
export const LABELS = {
  concentrate: 'REI-001-CN7KQ2M9',
  syringe: 'REI-001-SZ4XPD8T',
  cryo: ['REI-001-CRB3H6TZ', 'REI-001-CRF5W9JX'],
} as const;

/** Plausible data for each event of the unit, and plausible together: the harvest of `@bali/trial/testing`, arm A. */
const SAMPLE_CELL_DATA = Object.fromEntries(
  Object.entries(CELL_THERAPY_EVENTS).map(([type, { sample }]) => [type, labelled(sample as object)]),
) as unknown as { readonly [Type in CellTherapyEventType]: CellTherapyData<Type> };

function labelled(sample: object): unknown {
  const [one, other] = LABELS.cryo;
  const text = JSON.stringify(sample).replaceAll('SYR-001', LABELS.syringe).replaceAll('CON-001', LABELS.concentrate);
  return JSON.parse(text.replaceAll('CRY-001-A', one).replaceAll('CRY-001-B', other));
}

/** An event of the unit with plausible data, with some values changed. */
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
export const DAY_STEPS = [
  'received',
  'separated',
  'counted',
  'checked',
  'prepared',
  'controlled',
  'released',
  'kept',
] as const;
export type DayStep = (typeof DAY_STEPS)[number];

/** The events of a patient of an arm on the day of the harvest, up to a step. */
export function cellHistory({ arm, until }: { readonly arm: Arm['code']; readonly until: DayStep }) {
  const whole: readonly CellTherapyEvent[] = [
    cellEvent('HarvestReceived'),
    cellEvent('CellsSeparated'),
    cellEvent('CellsCounted'),
    cellEvent('ConcentrateControlled'),
    cellEvent('ProductPrepared', { composition: CONTENTS[arm] }),
    cellEvent('QualityControlled'),
    cellEvent('ProductReleasedFromUnit'),
    arm === 'A' ? cellEvent('CellsCryoConserved') : cellEvent('CellsImplanted'),
  ];
  return whole.slice(0, DAY_STEPS.indexOf(until) + 1);
}
