import type { Arm } from '@bali/protocol';
import type { CellsView } from '../src/cell-therapy/cell-therapy-answers.js';
import { someoneIn } from './people.js';
import type { RecordedBody, SiteApiUnderTest } from './site-api-under-test.js';

const UNIT = someoneIn('cell-therapy-unit');

/** Stands for the random part of a label that the unit gives. */
const RANDOM_PARTS = { CON: 'CN7KQ2M9', SYR: 'SZ4XPD8T', CRY: 'CRB3H6TZ' } as const;

/** The label of a thing of a patient: `REI-001-SZ4XPD8T`; the bag has one that the site gave it. */
export function labelOf(prefix: 'HRV' | keyof typeof RANDOM_PARTS, patient: string): string {
  return prefix === 'HRV' ? `HRV-${patient.replace('-', '')}` : `${patient}-${RANDOM_PARTS[prefix]}`;
}

/** The day of the harvest in the kit's courses. */
const DAY = '2011-03-02';

const CONTENTS = {
  A: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  B: { of: 'concentrated-cells', concentrateMl: '30' },
} as const;

/** What the unit records of a patient of an arm on the day of the harvest, from the reception to the quality control. */
export function preparation(patient: string, arm: Arm['code'], on = DAY): readonly Readonly<Record<string, object>>[] {
  const label = labelOf('HRV', patient);
  return [
    {
      harvestReceived: {
        receivedAt: `${on}T09:55:00+01:00`,
        label,
        read: { patient, label },
        volumeMl: '498.5',
        temperatureCelsius: 21,
        bloodTube: { received: 'yes', patient },
      },
    },
    {
      cellsSeparated: {
        separatedAt: `${on}T11:20:00+01:00`,
        method: 'density-gradient',
        concentrate: labelOf('CON', patient),
        concentrateMl: '30',
        samplesMl: '2',
      },
    },
    {
      cellsCounted: {
        countedAt: `${on}T11:40:00+01:00`,
        nucleatedCells: 4200,
        mononuclearCells: 1600,
        viabilityPercent: '96.5',
      },
    },
    {
      concentrateControlled: {
        controlledAt: `${on}T11:50:00+01:00`,
        read: { patient, label: labelOf('CON', patient) },
        gramStain: 'negative',
        viabilityPercent: '96.5',
        mononuclearCells: 1600,
        culturesBegun: 'yes',
      },
    },
    {
      productPrepared: {
        preparedAt: `${on}T12:00:00+01:00`,
        syringe: labelOf('SYR', patient),
        composition: CONTENTS[arm],
      },
    },
    {
      qualityControlled: {
        controlledAt: `${on}T12:15:00+01:00`,
        gramStain: 'negative',
        sterilityCultureBegun: 'yes',
        containerIntact: 'yes',
        contentsMasked: 'yes',
        labelled: 'yes',
        inTime: 'yes',
      },
    },
  ];
}

/** What became of the cells on the day of the harvest: one record, in either arm. */
export function fate(patient: string, arm: Arm['code']): Readonly<Record<string, object>> {
  if (arm === 'B') {
    return { cellsImplanted: { syringe: labelOf('SYR', patient), implantedAt: '2011-03-02T15:10:00+01:00' } };
  }
  return {
    cellsCryoConserved: {
      conservedAt: '2011-03-02T15:30:00+01:00',
      containers: [{ label: labelOf('CRY', patient), cellsMl: '30' }],
      cryoprotectant: 'DMSO 10 %, albumin 4 %',
      storedAtCelsius: -180,
      place: 'tank 2, rack 4',
    },
  };
}

/** The same of another harvest than the first, whose containers have labels of their own. @param harvest from 1 to 9 */
export function ofHarvest<Body extends object>(harvest: number, body: Body): Body {
  if (harvest === 1) return body;
  const text = JSON.stringify(body)
    .replaceAll(/"HRV-([A-Z0-9]+)"/gu, `"HRV-$1X${harvest}"`)
    .replaceAll(/-(CN|SZ|CR)([A-Z0-9]{5})[A-Z0-9]"/gu, `-$1$2${harvest}"`);
  return JSON.parse(text) as Body;
}

/** Records one thing of a patient's cells, as the unit. */
export function recordCells(api: SiteApiUnderTest, patient: string, body: object): Promise<RecordedBody> {
  return api.record(`/v1/cell-therapy/patients/${patient}/records`, body, { as: UNIT });
}

export function readCells(api: SiteApiUnderTest, patient: string): Promise<CellsView> {
  return api.read<CellsView>(`/v1/cell-therapy/patients/${patient}`, { as: UNIT });
}

/** How many of the steps are the same whatever the arm is: only then is it looked up. */
export const STEPS_BEFORE_THE_ARM = 4;

/** The unit controls the cells, looks up the arm, and prepares what it prescribes, up to the quality control. @returns the arm. */
export async function prepareProduct(
  api: SiteApiUnderTest,
  patient: string,
  on = DAY,
  harvest = 1,
): Promise<Arm['code']> {
  const stepsOf = (arm: Arm['code']) => preparation(patient, arm, on).map((body) => ofHarvest(harvest, body));
  for (const body of stepsOf('A').slice(0, STEPS_BEFORE_THE_ARM)) await recordCells(api, patient, body);
  const { arm } = await readCells(api, patient);
  if (arm === undefined) throw new Error(`${patient} has no arm`);
  for (const body of stepsOf(arm).slice(STEPS_BEFORE_THE_ARM)) await recordCells(api, patient, body);
  return arm;
}

/** A moment in the window in which the last record of the day is entered. */
export const LAST_RECORD_AT = '2011-03-03T09:30:00.000Z';

/** The body with which the product of a patient is released. */
export function releaseBody(patient: string, on = DAY, harvest = 1) {
  return ofHarvest(harvest, {
    releasedAt: `${on}T13:00:00+01:00`,
    read: { patient, label: labelOf('SYR', patient) },
  });
}
