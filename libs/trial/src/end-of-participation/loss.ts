import { isCertainlyAfter } from '@bali/protocol';
import { lastAliveOn } from '../follow-up/contacts.js';
import { last, type PatientState } from '../patient/chart.js';

/** Whether the patient is lost to follow-up: recorded so, and not known to have been alive since that last contact. */
export function isLost(state: PatientState): boolean {
  const lost = last(state, 'LostToFollowUp');
  if (lost === undefined) return false;
  const aliveOn = lastAliveOn(state);
  return aliveOn === undefined || !isCertainlyAfter(aliveOn, lost.data.lastContactOn);
}
