import { registrySource } from './source.js';

/** What the protocol prescribes for an arm. Which patient is in which arm is known to the cell therapy unit alone. */
export interface Arm {
  readonly code: 'A' | 'B';
  readonly title: string;
  readonly implanted: string;
  readonly afterwards: string;
  readonly source: string;
}

export const ARMS: readonly Arm[] = [
  {
    code: 'A',
    title: 'Placebo',
    implanted: 'placebo cell-product: 30 mL of saline with 4 mL of peripheral blood',
    afterwards: "the patient's mononuclear cells are cryo-conserved and may be used after the patient's 6 months",
    source: registrySource('arms and interventions'),
  },
  {
    code: 'B',
    title: 'Bone-marrow mononuclear cells',
    implanted: 'bone-marrow mononuclear cells, concentrated to 30 mL',
    afterwards: 'nothing is kept: the cells are implanted',
    source: registrySource('arms and interventions'),
  },
];
