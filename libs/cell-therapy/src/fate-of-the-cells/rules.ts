import { type Arm, ARMS, CELLS_KEPT_MONTHS, compareInstants, dateAt, plusMonths } from '@bali/protocol';
import { refusal } from '@bali/trial';
import { cellTherapyRefusal, notWhatTheListSays } from '../refusals.js';
import type { CellTherapyData } from '../unit/cell-events.js';
import { entryOf } from '../unit/cell-record.js';
import type { Rule } from '../unit/rule.js';

/** The cells of arm B are in the syringe and are implanted; those of arm A are not, and are kept. */
export function onlyInArm(code: Arm['code']): Rule {
  return {
    says: `The randomization list prescribes for this patient: ${ARMS.find((arm) => arm.code === code)?.implanted ?? ''}.`,
    refuses: (_, { facts: { arm } }) => (arm === code ? undefined : notWhatTheListSays()),
  };
}

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
  says: `The ${CELLS_KEPT_MONTHS} months since the patient's implantation are over.`,
  refuses: (_, { facts: { implantedAt, timeZone } }, { when, whenField }) => {
    if (implantedAt === undefined) {
      return cellTherapyRefusal('six-months-not-over', 'The patient’s 6 months begin with an implantation.');
    }
    const last = plusMonths(dateAt(implantedAt, timeZone), CELLS_KEPT_MONTHS);
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
