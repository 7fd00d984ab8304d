import { siteOfPatient } from '@bali/protocol';
import { openingOf } from '../cards/card-conditions.js';
import { last } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';
import { currentSite } from '../transfer/stays.js';
import { cardStratumOf, isCardStratum, stratumFor } from '../trial/trial-state.js';

interface Place {
  readonly stratum: string;
  readonly slot: number;
  readonly randomizedAt?: string;
}

/** Two people answer for a randomization by a card: the unit says that it opened it, and an investigator enters it. */
export const cardDocumented: PatientCondition = {
  says: 'it is by the software; or the unit has documented that it opened this card, of the part for the patient’s site, for this patient',
  refuses: (state, { trial }, { stratum, slot }: Place) => {
    if (!isCardStratum(stratum)) return undefined;
    const patient = last(state, 'ConsentGiven')?.data.patient ?? '';
    const wanted = cardStratumOf(stratumFor(trial, currentSite(state) ?? siteOfPatient(patient)) ?? '');
    if (stratum !== wanted) {
      return refusal('no-such-cards', `The cards for this patient are those of ${wanted}.`, '/stratum');
    }
    const opening = openingOf(trial, { stratum, slot });
    if (opening?.type === 'CardOpened' && opening.data.patient === patient) return undefined;
    return refusal(
      'card-not-documented',
      `It is not recorded that card ${slot} of ${stratum} was opened for this patient. Ask the cell therapy unit to document it, and ` +
        'compare the number on the card.',
      '/slot',
    );
  },
};

export const momentOfACard: Rule = {
  says: 'It has a moment of its own if, and only if, it was by a sealed card.',
  refuses: ({ stratum, randomizedAt }: Place) =>
    isCardStratum(stratum) === (randomizedAt !== undefined)
      ? undefined
      : refusal(
          'invalid-value',
          'When the patient was randomized is said of a sealed card alone, and always of that.',
          '/randomizedAt',
        ),
};
