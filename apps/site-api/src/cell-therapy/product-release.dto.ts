import { CELL_THERAPY_EVENTS } from '@bali/cell-therapy';
import { exampleBody } from '@bali/http';
import { bodyExample, bodyOf } from '@bali/recording';
import { PATIENT_EVENTS } from '@bali/trial';
import { addUnitFields, enteredByUnit } from './cell-dto.js';

const { ProductReleased } = PATIENT_EVENTS;
const { ProductReleasedFromUnit } = CELL_THERAPY_EVENTS;

const DETAILS = { body: 'ProductReleaseDto' };

/** What goes to the trial ledger, and what the unit read off the syringe, which stays in the sealed one. */
export class ProductReleaseDto extends bodyOf(ProductReleased, DETAILS) {
  declare readonly releasedAt: string;
  declare readonly read: { readonly patient: string; readonly label: string };
}

const { properties: { read } = {} } = enteredByUnit(ProductReleasedFromUnit);
if (read !== undefined) {
  addUnitFields(ProductReleaseDto, ProductReleasedFromUnit, { properties: { read }, required: ['read'] });
}

/** An example of the whole body: what was read off the syringe that the other examples are about. */
export const RELEASE_EXAMPLE = {
  ...bodyExample(ProductReleased, DETAILS),
  ...exampleBody({ properties: { read: read ?? {} } }, ProductReleasedFromUnit.sample),
};
