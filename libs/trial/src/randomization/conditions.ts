import { isWithdrawnFrom } from '../consent/consent-in-force.js';
import { has } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { eligibilityConfirmation, screeningInForce } from '../screening/screening-in-force.js';
import { currentSite } from '../transfer/stays.js';
import { committedList, stratumFor } from '../trial/trial-state.js';

/** Nobody takes part before it is fixed who will get what, so that nothing can be chosen afterwards. */
export const listCommitted: PatientCondition = {
  says: 'the cell therapy unit has committed itself to a randomization list',
  refuses: (_, { trial }) =>
    committedList(trial) === undefined
      ? refusal('list-not-committed', 'The cell therapy unit has to commit itself to a randomization list first.')
      : undefined,
};

export const notRandomized: PatientCondition = {
  says: 'the patient is not randomized yet',
  refuses: (state) =>
    has(state, 'Randomized') ? refusal('already-randomized', 'The patient is randomized already.') : undefined,
};

export const alive: PatientCondition = {
  says: 'no death of the patient is recorded',
  refuses: (state) => (has(state, 'Died') ? refusal('patient-died', 'The patient has died.') : undefined),
};

export const consenting: PatientCondition = {
  says: 'the patient has not withdrawn from the treatment, or has consented to it again',
  refuses: (state) =>
    isWithdrawnFrom(state, 'treatment')
      ? refusal(
          'consent-withdrawn',
          'The patient has withdrawn consent to the treatment. A patient who consents again signs a renewed consent.',
        )
      : undefined,
};

export const eligible: PatientCondition = {
  says: 'the verdict on the latest screening is that the patient is eligible',
  asLongAsItStands: true,
  refuses: (state) => {
    const screening = screeningInForce(state);
    if (screening === undefined) return refusal('patient-not-screened', 'The patient has to be screened first.');
    const { verdict, failed, notAssessed } = screening.data;
    if (verdict === 'eligible') return undefined;
    return verdict === 'not-eligible'
      ? refusal('patient-not-eligible', `The patient is not eligible: ${failed.join(', ')}.`)
      : refusal('eligibility-not-yet-decidable', `Not assessed yet: ${notAssessed.join(', ')}.`);
  },
};

export const confirmedEligible: PatientCondition = {
  says: 'the investigator has confirmed that the patient is eligible, and the screening has not changed since',
  asLongAsItStands: true,
  refuses: (state) =>
    eligibilityConfirmation(state) === undefined
      ? refusal('eligibility-not-confirmed', 'The investigator has to confirm first that the patient is eligible.')
      : undefined,
};

export const siteInList: PatientCondition = {
  says: "the randomization list has a part for the patient's site",
  refuses: (state, { trial }) => {
    const site = currentSite(state) ?? '';
    if (stratumFor(trial, site) !== undefined) return undefined;
    return refusal('site-not-in-list', `The randomization list has no part for the site ${site}.`);
  },
};
