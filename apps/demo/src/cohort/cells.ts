import { type Arm, type Instant, plusDays } from '@bali/protocol';
import type { Chance } from '../chance.js';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { cultureDrafts } from './cultures.js';
import { type Labels, labelsOf } from './labels.js';
import { momentAt, plusMinutes, serverTime, workingDay } from './moments.js';

/** What the unit sends, by the arm that it finds in the list. */
export type ByArm = Readonly<Record<Arm['code'], object>>;

/** When the day of the harvest went on, at the site. */
export interface DayOfHarvest {
  readonly on: string;
  readonly timeZone: string;
  readonly harvestedAt: Instant;
  readonly implantedAt: Instant;
  /** True if the product was called back: its cells, or those of the concentrate, go into the freezer. */
  readonly isRecalled: boolean;
  /** The number of the harvest, from 1. */
  readonly harvest: number;
}

/** What happens by chance to the cells of one harvest. */
function chanceOf({ chance }: RandomizedPatient, harvest: number): Chance {
  return chance.for(harvest === 1 ? 'cells' : `cells of harvest ${harvest}`);
}

const CONTENTS = {
  A: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  B: { of: 'concentrated-cells', concentrateMl: '30' },
} as const;

/** Minutes after the reception at which the steps of the unit end: the same for every patient. */
const STEPS = { separated: 70, counted: 85, checked: 100, prepared: 115, controlled: 135, released: 152 } as const;

type Reception = Pick<DayOfHarvest, 'harvestedAt' | 'harvest'>;

/** When the harvest comes in. */
function receptionOf(patient: RandomizedPatient, { harvestedAt, harvest }: Reception): Instant {
  return plusMinutes(serverTime(harvestedAt), chanceOf(patient, harvest).for('way').whole(5, 20));
}

/** When the product is released: at a time after the reception that says nothing of what was prepared. */
export function releaseOf(patient: RandomizedPatient, reception: Reception): Instant {
  return plusMinutes(receptionOf(patient, reception), STEPS.released);
}

/**
 * What the cell therapy unit does on the day of the harvest: the same for every patient up to the control of the cells; what is
 * in the syringe, and what becomes of the cells, as the list says.
 */
export function cellDrafts(patient: RandomizedPatient, day: DayOfHarvest): readonly Draft[] {
  const own = chanceOf(patient, day.harvest);
  const receivedAt = receptionOf(patient, day);
  const at = (step: keyof typeof STEPS): Instant => plusMinutes(receivedAt, STEPS[step]);
  const step = (name: string, ended: keyof typeof STEPS, sealed: (code: string) => ByArm) =>
    unit(name, plusMinutes(at(ended), 3), sealed);
  const labels = (code: string) => labelsOf(own, code);
  const nucleatedCells = own.whole(2_500, 9_000);
  const mononuclearCells = Math.round(nucleatedCells * (0.25 + 0.2 * own.uniform()));
  const viabilityPercent = own.around(96, 3).toFixed(1);
  const counted = { countedAt: at('counted'), nucleatedCells, mononuclearCells, viabilityPercent };
  const cells = { mononuclearCells, viabilityPercent, gramStain: 'negative', culturesBegun: 'yes' };
  return [
    unit('reception', plusMinutes(receivedAt, 25), (code) => same(received(own, code, receivedAt))),
    step('separation', 'separated', (code) => same(separated(labels(code), at('separated')))),
    ...countDrafts(own, plusMinutes(at('counted'), 3), counted),
    step('control-of-cells', 'checked', (code) => {
      const read = { patient: code, label: labels(code).concentrate };
      return same({ concentrateControlled: { controlledAt: at('checked'), read, ...cells } });
    }),
    step('preparation', 'prepared', (code) => prepared(labels(code).syringe, at('prepared'))),
    step('quality-control', 'controlled', () => same(syringeControlled(at('controlled')))),
    fateDraft(day, own),
    ...cultureDrafts(patient, day),
    ...studyDrafts(own, day),
  ];
}

function same(body: object): ByArm {
  return { A: body, B: body };
}

function received(own: Chance, patient: string, receivedAt: Instant): object {
  const { harvest: label } = labelsOf(own, patient);
  const volumeMl = own.for('received').around(495, 15).toFixed(1);
  const [read, bloodTube] = [
    { patient, label },
    { received: 'yes', patient },
  ];
  return {
    harvestReceived: { receivedAt, label, read, volumeMl, temperatureCelsius: own.for('°C').whole(18, 24), bloodTube },
  };
}

function separated({ concentrate }: Labels, separatedAt: Instant): object {
  const volumes = { concentrateMl: '30', samplesMl: '2' };
  return { cellsSeparated: { separatedAt, method: 'density-gradient', concentrate, ...volumes } };
}

function prepared(syringe: string, preparedAt: Instant): ByArm {
  const product = (arm: Arm['code']) => ({ productPrepared: { preparedAt, syringe, composition: CONTENTS[arm] } });
  return { A: product('A'), B: product('B') };
}

function syringeControlled(controlledAt: Instant): object {
  const answers = { containerIntact: 'yes', contentsMasked: 'yes', labelled: 'yes', inTime: 'yes' };
  return { qualityControlled: { controlledAt, gramStain: 'negative', sterilityCultureBegun: 'yes', ...answers } };
}

/** The count; of some patients, whatever the arm, with a typing error that is put right before the product is prepared. */
function countDrafts(
  own: Chance,
  at: Instant,
  counted: { readonly viabilityPercent: string } & Readonly<Record<string, unknown>>,
): readonly Draft[] {
  const right = counted.viabilityPercent;
  const wrong = right.replace(/^(\d)(\d)/u, '$2$1');
  const asTyped = (viabilityPercent: string) => {
    const body = { cellsCounted: { ...counted, viabilityPercent } };
    return unit('count', at, () => same(body));
  };
  if (wrong === right || wrong.startsWith('0') || !own.for('typing error').happens(0.1)) return [asTyped(right)];
  const reason = 'digits transposed: the counter’s printout says otherwise';
  const body = { correction: { field: '/viabilityPercent', newValue: right }, reason };
  const correction = unit('correction-of-count', plusMinutes(at, 10), () => same(body));
  return [asTyped(wrong), { ...correction, corrects: 'count' }];
}

/** The label of the syringe that was prepared of a harvest: what is read off it at the release. */
export function syringeOf(patient: RandomizedPatient, code: string, harvest: number): string {
  return labelsOf(chanceOf(patient, harvest), code).syringe;
}

/** What became of the cells, entered in the one window of the next working day. */
function fateDraft({ on, implantedAt, timeZone, isRecalled }: DayOfHarvest, own: Chance): Draft {
  const conservedAt = plusMinutes(serverTime(implantedAt), 45);
  const storage = { cryoprotectant: 'DMSO 10 %, albumin 4 %', storedAtCelsius: -180 };
  const minutes = 10 * 60 + own.for('last record').whole(5, 100);
  const at = serverTime(momentAt(workingDay(plusDays(on, 1)), minutes, timeZone));
  return unit('fate-of-the-cells', at, (code) => {
    const { syringe, cryo } = labelsOf(own, code);
    const place = `tank ${own.for('tank').whole(1, 3)}, rack ${own.for('rack').whole(1, 12)}`;
    const containers = cryo.map((label) => ({ label, cellsMl: '15' }));
    const kept = { conservedAt, containers, ...storage, place };
    return {
      A: { cellsCryoConserved: kept },
      B: isRecalled ? { cellsCryoConserved: { ...kept, from: syringe } } : { cellsImplanted: { syringe, implantedAt } },
    };
  });
}

/** Biological studies of the cells of some patients, whatever the arm; of a few, those of another patient are entered first. */
function studyDrafts(own: Chance, { on, implantedAt }: DayOfHarvest): readonly Draft[] {
  const chance = own.for('studies');
  if (!chance.happens(0.4)) return [];
  const at = plusMinutes(serverTime(implantedAt), 90);
  const cd34Percent = chance.around(1.8, 0.9).toFixed(2);
  const progenitorsMeasured = { measuredOn: on, cd34Percent, cd133Percent: chance.around(0.9, 0.5).toFixed(2) };
  const study = unit('progenitors', at, () => same({ progenitorsMeasured }));
  if (!own.for('another patient').happens(0.25)) return [study];
  const others = { ...progenitorsMeasured, cd34Percent: own.for('other cells').around(1.8, 0.9).toFixed(2) };
  const annulment = { annulment: {}, reasonCode: 'wrong-patient', reason: 'the printout is that of the next patient' };
  return [
    unit('progenitors-of-another', at, () => same({ progenitorsMeasured: others })),
    {
      ...unit('annulment-of-progenitors', plusMinutes(at, 5), () => same(annulment)),
      corrects: 'progenitors-of-another',
    },
    { ...study, at: plusMinutes(at, 10) },
  ];
}

export function unit(name: string, at: Instant, sealed: (code: string) => ByArm): Draft {
  return { name, at, by: 'cell-therapy-unit', path: CELLS_PATH, body: {}, sealed };
}

/** Stands for the unit's own path of a patient. */
export const CELLS_PATH = 'cells';

/**
 * What the unit does after the planned unblinding: for a patient of arm A one container is thawed and used; for one of arm B
 * it is recorded twice that none are kept. At the same moments and with as many records for either arm: that somebody of the unit
 * signs in and reads of a patient is in the access ledger, which blinded people read.
 */
export function afterUnblindingDrafts(patient: RandomizedPatient, usedAt: Instant): readonly Draft[] {
  const { chance } = patient;
  const containerOf = (code: string) => labelsOf(chanceOf(patient, 1), code).cryo[0];
  const thawedAt = plusMinutes(serverTime(usedAt), -90);
  const viabilityPercent = chance.for('thawed').around(80, 8).toFixed(1);
  const thawed = (code: string) => ({
    cellsThawed: { container: containerOf(code), thawedAt, viabilityPercent },
  });
  const used = (code: string) => {
    const container = containerOf(code);
    return { cellsUsed: { container, read: { patient: code, label: container }, usedAt: serverTime(usedAt) } };
  };
  const reviewed = (reviewedAt: Instant) => ({ cellsReviewed: { reviewedAt, found: 'none-kept' } });
  return [
    unit('first-after-unblinding', plusMinutes(thawedAt, 5), (code) => ({
      A: thawed(code),
      B: reviewed(thawedAt),
    })),
    unit('second-after-unblinding', plusMinutes(serverTime(usedAt), 10), (code) => ({
      A: used(code),
      B: reviewed(serverTime(usedAt)),
    })),
  ];
}
