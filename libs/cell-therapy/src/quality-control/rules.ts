import { refusal } from '@bali/trial';
import { cellTherapyRefusal } from '../refusals.js';
import { type CellEntry, entriesOf, ofLatestHarvest } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

export const labelAndTimeSaid: Rule = {
  says: 'It says whether the syringe is labelled, and whether it is within its shelf life.',
  refuses: ({ labelled, inTime }: { readonly labelled?: string; readonly inTime?: string }) => {
    if (labelled === undefined) return refusal('invalid-value', 'Say whether the syringe is labelled.', '/labelled');
    if (inTime === undefined) return refusal('invalid-value', 'Say whether the syringe is in time.', '/inTime');
    return undefined;
  },
};

/** Both controls are looked at, however often they were made: one that failed is not undone by another one. */
export function failedControl(cells: readonly CellEntry[]): 'concentrate' | 'syringe' | undefined {
  const latest = ofLatestHarvest(cells);
  if (entriesOf(latest, 'ConcentrateControlled').some(({ data }) => data.verdict !== 'conform')) return 'concentrate';
  const syringes = entriesOf(latest, 'QualityControlled');
  return syringes.some(({ data }) => data.verdict !== 'conform') ? 'syringe' : undefined;
}

/** What is said where a control stops a product, whichever it was. */
export const NOT_CONFORM =
  'The quality control found it not conform: nothing is released of this harvest, in either arm. Tell the site that the product ' +
  'is not released; open are another harvest, or the record that the implantation was not done.';

export const cellsConform: Rule = {
  says: 'Every control of the concentrate found the cells conform.',
  refuses: (_, { cells }) =>
    failedControl(cells) === 'concentrate' ? cellTherapyRefusal('quality-not-conform', NOT_CONFORM) : undefined,
};
