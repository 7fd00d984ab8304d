import { type CalendarDate, PRIMARY_ENDPOINT } from '@bali/protocol';
import { contactsOf } from '../follow-up/contacts.js';
import { endpointWindow, type VisitWindow, visitWindows } from '../follow-up/visit-windows.js';
import { all, has, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { dayAt, timeZoneOf } from '../patient/time-zone.js';
import type { UnblindingKind } from './patient-unblinded.js';

const { months } = PRIMARY_ENDPOINT;

/**
 * Before the endpoint can be assessed no more, only an emergency opens the code. It can be assessed no more once the patient
 * has died, was seen in the window of the 6-month visit or later, or that window has closed: also of a patient who was not
 * implanted, or is lost.
 */
export const endpointCompleteIfPlanned: PatientCondition = {
  says: `there is an emergency, or the endpoint at ${months} months is complete or its window has closed, and the record as it stands is signed off`,
  refuses: (state, { trial, signOff, now }, { kind }: { readonly kind: UnblindingKind }) => {
    if (kind === 'emergency') return undefined;
    const zones = timeZoneOf(state, trial);
    const window = endpointWindow(visitWindows(state, trial, zones));
    if (window !== undefined && !isOver(window, state, dayAt(now, zones))) {
      const sentence =
        `The unblinding as planned is possible once the patient was seen at ${window.visit.code} (from ${window.opensOn} on), or ` +
        `after ${window.closesOn}, when its window has closed. In an emergency it is possible now, as an emergency unblinding.`;
      return refusal('endpoint-not-complete', sentence);
    }
    if (signOff !== undefined) return undefined;
    const sentence =
      "The patient's record as it stands has to be signed off before the unblinding: an investigator of the site signs it.";
    return refusal('not-signed-off', sentence);
  },
};

function isOver({ opensOn, closesOn }: VisitWindow, state: PatientState, today: CalendarDate): boolean {
  const isSeen = contactsOf(state).some(({ on, vitalStatus }) => vitalStatus === 'alive' && on >= opensOn);
  return has(state, 'Died') || isSeen || today > closesOn;
}

export const unblindingRecorded: PatientCondition = {
  says: 'the unblinding is one of this patient',
  refuses: (state, _, { unblinding }: { readonly unblinding: string }) =>
    all(state, 'PatientUnblinded').some(({ id }) => id === unblinding)
      ? undefined
      : refusal('unblinding-unknown', 'There is no such unblinding of this patient.', '/unblinding'),
};
