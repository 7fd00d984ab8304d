import { firstOfKind } from '../containers/containers.js';
import { cellTherapyRefusal } from '../refusals.js';
import { entryOf } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

export const releasedIfConform: Rule = {
  says: 'The quality control found the product conform, and the syringe is still in hand.',
  refuses: (_, { cells, containers }) => {
    if (entryOf(cells, 'QualityControlled')?.data.verdict !== 'conform') {
      return cellTherapyRefusal('quality-not-conform', 'The quality control found the product not conform.');
    }
    const syringe = firstOfKind(containers, 'syringe');
    if (syringe?.whereabouts === 'in-hand') return undefined;
    return cellTherapyRefusal('container-not-available', 'The syringe is not there any more.', '/read/label');
  },
};
