import { cellTherapyRefusal } from '../refusals.js';
import { entryOf } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

export const studiedOnceSeparated: Rule = {
  says: 'The cells of the patient are separated: a study is made of cells that there are.',
  refuses: (_, { cells }) =>
    entryOf(cells, 'CellsSeparated') === undefined
      ? cellTherapyRefusal('study-without-cells', 'The cells of this patient are not separated yet.')
      : undefined,
};
