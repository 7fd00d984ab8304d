import { refusedAsLocked } from '../lock/after-lock.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { allStruck } from '../patient/chart.js';
import { refusal } from '../refusal.js';
import { openRequestOf, openRequests } from './requests.js';

interface ToAnnul {
  readonly entries: readonly string[];
}

export const notLocked: PatientCondition = {
  says: 'the database is not locked, or all of them were recorded after its lock',
  refuses: (state, { trial }, { entries }: ToAnnul) => refusedAsLocked(entries, state, trial),
};

export const annullable: PatientCondition = {
  says: 'each of the entries may be annulled, and everything that needs one of them is among them',
  refuses: (_, circumstances, { entries }: ToAnnul) => circumstances.refusesAnnulment(entries),
};

export const notRequestedAlready: PatientCondition = {
  says: 'no request that waits for its confirmation asks for one of them already',
  refuses: (state, _, { entries }: ToAnnul) => {
    const asked = new Set(openRequests(state).flatMap(({ data }) => data.entries));
    const place = entries.findIndex((entry) => asked.has(entry));
    if (place < 0) return undefined;
    const sentence =
      'Its annulment is asked for already: a monitor or a data manager confirms or declines that request.';
    return refusal('annulment-already-requested', sentence, `/entries/${place}`);
  },
};

export const openRequest: PatientCondition = {
  says: 'the request waits for its confirmation',
  refuses: (state, _, { request }: { readonly request: string }) =>
    openRequestOf(state, request) === undefined
      ? refusal('annulment-not-requested', 'No such request of this patient waits for its confirmation.', '/request')
      : undefined,
};

/** Numbers are never reused: the code of a patient whose consent was annulled belongs to nobody else. */
export const codeNeverUsed: PatientCondition = {
  says: 'the consent of no patient of this code was annulled',
  refuses: (state) =>
    allStruck(state, 'ConsentGiven').length === 0
      ? undefined
      : refusal('patient-annulled', 'The consent of this code was annulled: a new consent gets a new code.'),
};
