import { entryOf } from '@bali/cell-therapy';
import { has } from '@bali/trial';
import type { Row } from './dataset.js';
import type { ArmName, Subject } from './subject.js';

/** What an implantation is called as long as arms are masked, for every subject alike. */
export const MASKED_TREATMENT = 'CELLS OR PLACEBO (MASKED)';

/** The name of each arm, and its code. */
export const ARM_TITLES: Readonly<Record<ArmName, string>> = {
  CELLS: 'Bone-marrow mononuclear cells',
  PLACEBO: 'Placebo cell-product',
};

/** Why there is no arm. `MASKED` is a term of the sponsor's own: `NOT ASSIGNED` would be untrue of a randomized subject. */
export const REASONS_WITHOUT_ARM = {
  'SCREEN FAILURE': 'The subject was found not to be eligible, or left before the randomization.',
  'NOT ASSIGNED': 'The subject is not randomized yet.',
  MASKED: 'The subject is randomized, and the arm is masked, as it is for every subject until the trial is unblinded.',
  'ASSIGNED, NOT TREATED': 'The subject is randomized, and nothing was implanted.',
} as const;

/** The arm of a randomized subject, where it is shown. */
export function armOf({ arms, patient }: Subject): ArmName | undefined {
  return arms?.get(patient);
}

/** The planned and the actual arm of a subject, or why there is none. */
export function armValues(subject: Subject, isScreenFailure: boolean): Row {
  if (!has(subject.state, 'Randomized')) return { ARMNRS: isScreenFailure ? 'SCREEN FAILURE' : 'NOT ASSIGNED' };
  const arm = armOf(subject);
  if (arm === undefined) return { ARMNRS: 'MASKED' };
  const planned = { ARMCD: arm, ARM: ARM_TITLES[arm] };
  if (!has(subject.state, 'Implanted')) return { ...planned, ARMNRS: 'ASSIGNED, NOT TREATED' };
  const actual = actualArmOf(subject) ?? arm;
  return { ...planned, ACTARMCD: actual, ACTARM: ARM_TITLES[actual] };
}

/** What was really in the syringe, where the unit's records are shown: another product than the list's is as it was given. */
export function actualArmOf(subject: Subject): ArmName | undefined {
  const prepared = entryOf(subject.materials, 'ProductPrepared')?.data.composition.of;
  if (prepared === undefined) return armOf(subject);
  return prepared === 'concentrated-cells' ? 'CELLS' : 'PLACEBO';
}

/** What a subject was treated with, as far as it may be said. */
export function treatmentOf(subject: Subject): string {
  return actualArmOf(subject) ?? MASKED_TREATMENT;
}
