import { isWithdrawnFrom } from '../consent/consent-in-force.js';
import { has, type PatientState } from '../patient/chart.js';
import type { PatientCircumstances, PatientCondition } from '../patient/define-patient-event.js';
import { type Refusal, refusal } from '../refusal.js';
import { confirmationDay } from '../screening/confirmation-day.js';
import { dayOfJudgement, eligibilityOn } from '../screening/judged-on.js';
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
    has(state, 'Randomized')
      ? refusal('already-randomized', 'The patient is randomized already: go on from there.')
      : undefined,
};

export const alive: PatientCondition = {
  says: 'no death of the patient is recorded',
  refuses: (state) =>
    has(state, 'Died')
      ? refusal(
          'patient-died',
          'The patient has died, and is not randomized. If the death is that of another patient, have it annulled.',
        )
      : undefined,
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
  says: 'the verdict on the latest screening, or that on its answers for that day, is that the patient is eligible',
  asLongAsItStands: true,
  refuses: (state, circumstances, entered: object) =>
    screeningInForce(state)?.data.verdict === 'eligible' ? undefined : refusedOnTheDay(entered, state, circumstances),
};

/** A verdict does not stay true: criteria with dates are judged for the day, with all that is known by then. */
export const eligibleOnTheDay: PatientCondition = {
  says: 'the patient is eligible on that day, by the limits in force then and with every infarction that was reported',
  refuses: (state, circumstances, entered: object) => refusedOnTheDay(entered, state, circumstances),
};

function refusedOnTheDay(
  entered: object,
  state: PatientState,
  circumstances: PatientCircumstances,
): Refusal | undefined {
  const day = dayOfJudgement(entered, state, circumstances);
  const eligibility = eligibilityOn(state, day, circumstances);
  if (eligibility === undefined) return refusal('patient-not-screened', 'The patient has to be screened first.');
  const { verdict, failed, notAssessed } = eligibility;
  if (verdict === 'eligible') return undefined;
  if (verdict === 'not-eligible') {
    return refusal('patient-not-eligible', `The patient is not eligible on ${day}: ${failed.join(', ')}.`);
  }
  const sentence =
    `Not assessed, or not decidable on ${day}: ${notAssessed.join(', ')}. Screen the patient again, or correct what is missing: ` +
    'of a date that is known in part, every possible day has to agree.';
  return refusal('eligibility-not-yet-decidable', sentence);
}

export const confirmedEligible: PatientCondition = {
  says: 'the investigator has confirmed that the patient is eligible, and the screening has not changed since',
  asLongAsItStands: true,
  refuses: (state) =>
    eligibilityConfirmation(state) === undefined
      ? refusal('eligibility-not-confirmed', 'The investigator has to confirm first that the patient is eligible.')
      : undefined,
};

/** Answers without a date are confirmed again: they may have changed since the screening. */
export const confirmedOnTheDay: PatientCondition = {
  says: 'the investigator has confirmed on the day of the randomization that the patient is eligible',
  refuses: (state, circumstances, entered: object) => {
    const confirmed = eligibilityConfirmation(state);
    const day = dayOfJudgement(entered, state, circumstances);
    const confirmedOn = confirmed && confirmationDay(confirmed, state, circumstances);
    if (confirmedOn === undefined || confirmedOn === day) return undefined;
    const sentence =
      `The investigator confirmed on ${confirmedOn} that the patient is eligible. It is confirmed again on the day of the ` +
      `randomization, ${day}: what has no date may have changed.`;
    return refusal('eligibility-not-confirmed', sentence);
  },
};

export const siteInList: PatientCondition = {
  says: "the randomization list has a part for the patient's site, or one for the sites that came later",
  refuses: (state, { trial }) => {
    const site = currentSite(state) ?? '';
    if (stratumFor(trial, site) !== undefined) return undefined;
    return refusal(
      'site-not-in-list',
      `The randomization list has no part for the site ${site}: nobody is randomized there. Ask the sponsor; a patient may be transferred to a site that has one.`,
    );
  },
};
