import { record } from '@bali/schema';
import { type Static, Type } from 'typebox';
import { measuredDecimal } from '../unit/cell-fields.js';

/** What is in the syringe: the fields of the one product, or of the other. */
export const composition = Type.Union(
  [
    record({
      of: Type.Literal('saline-with-peripheral-blood'),
      salineMl: measuredDecimal('volumeMl', 'saline'),
      peripheralBloodMl: measuredDecimal('volumeMl', 'peripheral blood'),
    }),
    record({
      of: Type.Literal('concentrated-cells'),
      concentrateMl: measuredDecimal('volumeMl', 'concentrated mononuclear cells'),
    }),
  ],
  { description: 'what is in the syringe' },
);
export type Composition = Static<typeof composition>;

/** As people read it: what it is, and how much of it. */
export function compositionInWords(contents: Composition): string {
  return contents.of === 'concentrated-cells'
    ? `bone-marrow mononuclear cells, ${contents.concentrateMl} mL`
    : `placebo, ${contents.salineMl} mL of saline with ${contents.peripheralBloodMl} mL of peripheral blood`;
}

/** The data of which a composition is part. */
export interface Composed {
  readonly composition: Composition;
  readonly otherThanTheList?: string;
}
