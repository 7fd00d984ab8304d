import { type Arm, PRESCRIBED_PRODUCT } from '@bali/protocol';
import { notWhatTheListSays } from '../refusals.js';
import type { Volume } from '../separation/rules.js';
import type { Rule } from '../unit/rule.js';
import type { Composed, Composition } from './composition.js';

/** What the list prescribes to be in the syringe. */
export const CONTENTS: Readonly<Record<Arm['code'], Composition['of']>> = {
  A: 'saline-with-peripheral-blood',
  B: 'concentrated-cells',
};

export const preparedForTheArm: Rule = {
  says: 'In the syringe is what the randomization list says for this patient, or `otherThanTheList` says why not.',
  refuses: ({ composition, otherThanTheList }: Composed, { facts: { arm } }) =>
    arm === undefined || otherThanTheList !== undefined || composition.of === CONTENTS[arm]
      ? undefined
      : notWhatTheListSays('/composition/of'),
};

/** What is in the syringe, with what the protocol prescribes for such a product. */
export function prescribedVolumes({ composition }: Composed): readonly Volume[] {
  if (composition.of === 'concentrated-cells') {
    const { concentrateMl: prescribed } = PRESCRIBED_PRODUCT.B;
    return [{ field: '/composition/concentrateMl', measured: composition.concentrateMl, prescribed }];
  }
  const { salineMl, peripheralBloodMl } = PRESCRIBED_PRODUCT.A;
  return [
    { field: '/composition/salineMl', measured: composition.salineMl, prescribed: salineMl },
    { field: '/composition/peripheralBloodMl', measured: composition.peripheralBloodMl, prescribed: peripheralBloodMl },
  ];
}

/** The volumes of concentrated cells in the syringe. */
export function cellsIn({ composition }: Composed): readonly string[] {
  return composition.of === 'concentrated-cells' ? [composition.concentrateMl] : [];
}
