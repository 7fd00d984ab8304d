import { lastAssessmentDate } from '../follow-up/contacts.js';
import { all, has } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { lastVisit } from '../trial/trial-state.js';
import { isLost } from './loss.js';

export const notLost: PatientCondition = {
  says: 'the patient is not lost to follow-up already',
  refuses: (state) =>
    isLost(state) ? refusal('already-lost-to-follow-up', 'The patient is lost to follow-up already.') : undefined,
};

export const notCompleted: PatientCondition = {
  says: 'the patient has not completed the follow-up',
  refuses: (state) =>
    has(state, 'FollowUpCompleted')
      ? refusal('follow-up-already-completed', 'The patient has completed the follow-up already.')
      : undefined,
};

/** A patient who was seen after the last contact was not lost then; a visit entered later finds the patient again. */
export const notSeenLater: PatientCondition = {
  says: 'the patient was not seen after the last contact',
  refuses: (state, _, { lastContactOn }: { readonly lastContactOn: string }) => {
    const seenOn = lastAssessmentDate(state);
    if (seenOn === undefined || seenOn <= lastContactOn) return undefined;
    return refusal('out-of-order', `The patient was seen on ${seenOn}, after that.`, '/lastContactOn');
  },
};

export const lastVisitRecorded: PatientCondition = {
  says: 'the last visit of the schedule in force is recorded',
  refuses: (state, { trial }) => {
    const visit = lastVisit(trial);
    if (visit === undefined || all(state, 'FollowUpAssessed').some(({ data }) => data.visit === visit.code))
      return undefined;
    return refusal('follow-up-not-complete', `The visit ${visit.code} (${visit.title}) is not recorded yet.`);
  },
};
