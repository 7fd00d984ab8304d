import { CELLS_KEPT_MONTHS, compareInstants, dateAt, plusMonths } from '@bali/protocol';
import { refusal } from '@bali/trial';
import Big from 'big.js';
import { containerLabelled } from '../containers/containers.js';
import { cellTherapyRefusal } from '../refusals.js';
import type { CellTherapyData } from '../unit/cell-events.js';
import { entryOf } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

export const cellsInTheSyringe: Rule = {
  says: 'Cells are in the syringe: of another one, what became of the cells is that they were kept or discarded.',
  refuses: ({ syringe }: CellTherapyData<'CellsImplanted'>, { containers }) => {
    const filled = containerLabelled(containers, syringe);
    if (filled === undefined || new Big(filled.cellsMl).gt(0)) return undefined;
    return cellTherapyRefusal('not-what-the-list-says', 'No cells are in this syringe.', '/syringe');
  },
};

export const implantedBySite: Rule = {
  says: 'The site recorded the implantation, at this moment.',
  refuses: (data: CellTherapyData<'CellsImplanted'>, { facts: { implantedAt } }) => {
    if (implantedAt === undefined) {
      return cellTherapyRefusal('patient-not-implanted', 'The site has to record the implantation first.');
    }
    if (Date.parse(implantedAt) === Date.parse(data.implantedAt)) return undefined;
    return refusal('out-of-order', `The site recorded the implantation at ${implantedAt}.`, '/implantedAt');
  },
};

export const afterTheSixMonths: Rule = {
  says: `The patient's ${CELLS_KEPT_MONTHS} months are over: since the implantation, or the randomization without one.`,
  refuses: (_, { facts: { timeZero, timeZone } }, { when, whenField }) => {
    if (timeZero === undefined) return refusal('not-randomized', 'The patient has to be randomized first.');
    const last = plusMonths(timeZero, CELLS_KEPT_MONTHS);
    if (dateAt(when, timeZone) > last) return undefined;
    return cellTherapyRefusal('six-months-not-over', `The patient’s 6 months end on ${last}.`, whenField);
  },
};

export const afterThePlannedUnblinding: Rule = {
  says: 'The patient was unblinded as planned before.',
  refuses: (_, { facts: { unblindedAsPlannedAt: unblindedAt } }, { when }) => {
    if (unblindedAt !== undefined && compareInstants(unblindedAt, when) <= 0) return undefined;
    return cellTherapyRefusal(
      'not-unblinded-as-planned',
      'The patient has to be unblinded as planned first: whoever is given the cells learns the arm.',
    );
  },
};

export const notDiscardedInThePatient: Rule = {
  says: 'It is no syringe that the site implanted: what is in the patient is not thrown away.',
  refuses: ({ container }: CellTherapyData<'CellsDiscarded'>, { cells, facts }) => {
    if (facts.implantedAt === undefined) return undefined;
    if (container !== entryOf(cells, 'ProductPrepared')?.data.syringe) return undefined;
    return cellTherapyRefusal('container-not-available', 'The site recorded its implantation.', '/container');
  },
};
