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

/** The data of which a composition is part. */
export interface Composed {
  readonly composition: Composition;
}
