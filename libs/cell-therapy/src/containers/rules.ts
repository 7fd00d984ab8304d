import { cellTherapyRefusal } from '../refusals.js';
import type { Rule } from '../unit/rule.js';
import { concentrateLeft, totalOf } from './containers.js';

/** @param taken the volumes that an event takes from the concentrate, mL */
export function noMoreThanThereIs(taken: (data: never) => readonly string[]): Rule {
  return {
    says: 'No more is taken from the concentrate than is left of it.',
    refuses: (data, { containers }) => {
      const left = concentrateLeft(containers);
      if (totalOf(taken(data)).lte(left)) return undefined;
      return cellTherapyRefusal('more-than-there-is', `Of the concentrate, ${left.toString()} mL are left.`);
    },
  };
}
