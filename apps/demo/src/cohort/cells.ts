import type { Arm, Instant } from '@bali/protocol';
import type { Chance } from '../chance.js';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { momentAt, plusMinutes, serverTime } from './moments.js';

/** What the unit sends, by the arm that it finds in the list. */
export type ByArm = Readonly<Record<Arm['code'], object>>;

/** When the day of the harvest went on, at the site. */
export interface DayOfHarvest {
  readonly on: string;
  readonly harvestedAt: Instant;
  readonly releasedAt: Instant;
  readonly implantedAt: Instant;
}

const CONTENTS = {
  A: { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' },
  B: { of: 'concentrated-cells', concentrateMl: '30' },
} as const;

/** The labels of a patient's containers: numbers that say nothing of the patient or of what is inside. */
function labelsOf(chance: Chance) {
  const number = String(chance.for('labels').whole(1, 999_999_999)).padStart(9, '0');
  return { harvest: `HRV-${number}`, concentrate: `CON-${number}`, syringe: `SYR-${number}`, cryo: `CRY-${number}` };
}

/**
 * What the cell therapy unit does on the day of the harvest: the same steps for every patient, and what is in the syringe and
 * what becomes of the cells as the list says.
 */
export function cellDrafts(patient: RandomizedPatient, day: DayOfHarvest): readonly Draft[] {
  const own = patient.chance.for('cells');
  const labels = labelsOf(own);
  const { timeZone } = patient.site;
  const at = (minutes: number): Instant => momentAt(day.on, minutes, timeZone);
  const receivedAt = plusMinutes(serverTime(day.harvestedAt), own.whole(5, 20));
  const [separatedAt, countedAt, preparedAt, controlledAt] = [12 * 60, 12 * 60 + 20, 12 * 60 + 40, 13 * 60].map(at);
  const nucleatedCells = own.whole(2_500, 9_000);
  const mononuclearCells = Math.round(nucleatedCells * (0.25 + 0.2 * own.uniform()));
  const same = (body: object) => (): ByArm => ({ A: body, B: body });
  const received = (code: string) => {
    const label = labels.harvest;
    const volumeMl = own.for('received').around(495, 15).toFixed(1);
    const read = { patient: code, label };
    const harvestReceived = { receivedAt, label, read, volumeMl, temperatureCelsius: own.for('°C').whole(18, 24) };
    return same({ harvestReceived })();
  };
  const separated = { separatedAt, method: 'density-gradient', concentrate: labels.concentrate, concentrateMl: '30' };
  const counted = { countedAt, nucleatedCells, mononuclearCells, viabilityPercent: own.around(96, 3).toFixed(1) };
  const prepared = (arm: Arm['code']) => ({
    productPrepared: { preparedAt, syringe: labels.syringe, composition: CONTENTS[arm] },
  });
  const controlled = { controlledAt, gramStain: 'negative', sterilityCultureBegun: 'yes', containerIntact: 'yes' };
  return [
    unit('reception', plusMinutes(serverTime(day.harvestedAt), 45), received),
    unit('separation', plusMinutes(serverTime(at(12 * 60)), 3), same({ cellsSeparated: separated })),
    ...countDrafts(own, plusMinutes(serverTime(at(12 * 60 + 20)), 3), counted),
    unit('preparation', plusMinutes(serverTime(at(12 * 60 + 40)), 3), () => ({ A: prepared('A'), B: prepared('B') })),
    unit(
      'quality-control',
      plusMinutes(serverTime(at(13 * 60)), 3),
      same({ qualityControlled: { ...controlled, contentsMasked: 'yes' } }),
    ),
    fateDraft(labels, day, own),
    ...studyDrafts(own, day),
  ];
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
    return unit('count', at, () => ({ A: body, B: body }));
  };
  if (wrong === right || wrong.startsWith('0') || !own.for('typing error').happens(0.1)) return [asTyped(right)];
  const reason = 'digits transposed: the counter’s printout says otherwise';
  const body = { correction: { field: '/viabilityPercent', newValue: right }, reason };
  const correction = unit('correction-of-count', plusMinutes(at, 10), () => ({ A: body, B: body }));
  return [asTyped(wrong), { ...correction, corrects: 'count' }];
}

/** The label of the syringe of a patient: what is read off it at the release. */
export function syringeOf({ chance }: RandomizedPatient): string {
  return labelsOf(chance.for('cells')).syringe;
}

function fateDraft(labels: ReturnType<typeof labelsOf>, { implantedAt }: DayOfHarvest, own: Chance): Draft {
  const conservedAt = plusMinutes(serverTime(implantedAt), 45);
  const storage = { cryoprotectant: 'DMSO 10 %, albumin 4 %', storedAtCelsius: -180 };
  return unit('fate-of-the-cells', plusMinutes(serverTime(implantedAt), 60), () => ({
    A: {
      cellsCryoConserved: {
        conservedAt,
        containers: ['A', 'B'].map((part) => ({ label: `${labels.cryo}-${part}`, cellsMl: '15' })),
        ...storage,
        place: `tank ${own.for('tank').whole(1, 3)}, rack ${own.for('rack').whole(1, 12)}`,
      },
    },
    B: { cellsImplanted: { syringe: labels.syringe, implantedAt } },
  }));
}

/** Biological studies of the cells of some patients, whatever the arm. */
function studyDrafts(own: Chance, { on, implantedAt }: DayOfHarvest): readonly Draft[] {
  const chance = own.for('studies');
  if (!chance.happens(0.4)) return [];
  const at = plusMinutes(serverTime(implantedAt), 90);
  const cd34Percent = chance.around(1.8, 0.9).toFixed(2);
  const progenitorsMeasured = { measuredOn: on, cd34Percent, cd133Percent: chance.around(0.9, 0.5).toFixed(2) };
  return [unit('progenitors', at, () => ({ A: { progenitorsMeasured }, B: { progenitorsMeasured } }))];
}

function unit(name: string, at: Instant, sealed: (code: string) => ByArm): Draft {
  return { name, at, by: 'cell-therapy-unit', path: CELLS_PATH, body: {}, sealed };
}

/** Stands for the unit's own path of a patient. */
export const CELLS_PATH = 'cells';

/**
 * What the unit does after the planned unblinding: for a patient of arm A one container is thawed and used; for one of arm B
 * it is recorded twice that none are kept. At the same moments and with as many records for either arm: that somebody of the unit
 * signs in and reads of a patient is in the access ledger, which blinded people read.
 */
export function afterUnblindingDrafts({ chance }: RandomizedPatient, usedAt: Instant): readonly Draft[] {
  const { cryo } = labelsOf(chance.for('cells'));
  const container = `${cryo}-A`;
  const thawedAt = plusMinutes(serverTime(usedAt), -90);
  const viabilityPercent = chance.for('thawed').around(80, 8).toFixed(1);
  const thawed = { cellsThawed: { container, thawedAt, viabilityPercent } };
  const used = (code: string) => ({
    cellsUsed: { container, read: { patient: code, label: container }, usedAt: serverTime(usedAt) },
  });
  const reviewed = (reviewedAt: Instant) => ({ cellsReviewed: { reviewedAt, found: 'none-kept' } });
  return [
    unit('first-after-unblinding', plusMinutes(thawedAt, 5), () => ({ A: thawed, B: reviewed(thawedAt) })),
    unit('second-after-unblinding', plusMinutes(serverTime(usedAt), 10), (code) => ({
      A: used(code),
      B: reviewed(serverTime(usedAt)),
    })),
  ];
}
