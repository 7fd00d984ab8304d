import { type CalendarDate, isCertainlyAfter } from '@bali/protocol';
import { type Contact, contactsOf, lastAliveOn } from '../follow-up/contacts.js';
import { type VisitWindow, visitWindows } from '../follow-up/visit-windows.js';
import { has, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { timeZoneOf } from '../patient/time-zone.js';
import { refusal } from '../refusal.js';
import type { TrialState } from '../trial/trial-state.js';
import { isLost } from './loss.js';

export const notLost: PatientCondition = {
  says: 'the patient is not lost to follow-up already',
  refuses: (state) =>
    isLost(state)
      ? refusal(
          'already-lost-to-follow-up',
          'The patient is lost to follow-up already: correct the entry, annul it, or record a contact if the patient was found.',
        )
      : undefined,
};

export const notCompleted: PatientCondition = {
  says: 'the patient has not completed the follow-up',
  refuses: (state) =>
    has(state, 'FollowUpCompleted')
      ? refusal(
          'follow-up-already-completed',
          'The patient has completed the follow-up already: correct the completion, or have it annulled.',
        )
      : undefined,
};

/** A patient who was heard of after the last contact was not lost then; a contact entered later finds the patient again. */
export const notSeenLater: PatientCondition = {
  says: 'the patient was not known to be alive after the last contact',
  refuses: (state, _, { lastContactOn }: { readonly lastContactOn: string }) => {
    const aliveOn = lastAliveOn(state);
    if (aliveOn === undefined || !isCertainlyAfter(aliveOn, lastContactOn)) return undefined;
    return refusal('out-of-order', `The patient was alive on ${aliveOn}, after that.`, '/lastContactOn');
  },
};

/**
 * How the patient was at the end of the follow-up is known by a contact in or after the window of the last visit: as that
 * visit, as another visit, or by telephone. What was earlier tells nothing of it.
 */
export const seenAtTheEnd: PatientCondition = {
  says: 'by a contact in the window of the last visit, or later, the patient was alive, and it was completed not before that',
  field: '/completedOn',
  asLongAsItStands: true,
  refuses: (state, { trial }, { completedOn }: { readonly completedOn: CalendarDate }) => {
    const end = lastWindow(state, trial);
    if (end === undefined) return undefined;
    const { visit, opensOn } = end;
    const seen = contactsOf(state).find((contact) => tellsOfTheEnd(contact, end));
    if (seen === undefined) {
      const sentence =
        `It is not known how the patient was at ${visit.code} (${visit.title}): record the visit, or a contact by telephone, ` +
        `on or after ${opensOn}; or else the loss to follow-up, the withdrawal or the death.`;
      return refusal('follow-up-not-complete', sentence);
    }
    if (completedOn >= seen.on) return undefined;
    const sentence = `The contact that completes the follow-up was on ${seen.on}, after that.`;
    return refusal('out-of-order', sentence, '/completedOn');
  },
};

function tellsOfTheEnd({ on, vitalStatus }: Contact, { opensOn }: VisitWindow): boolean {
  return vitalStatus === 'alive' && on >= opensOn;
}

function lastWindow(state: PatientState, trial: TrialState): VisitWindow | undefined {
  return visitWindows(state, trial, timeZoneOf(state, trial)).at(-1);
}
