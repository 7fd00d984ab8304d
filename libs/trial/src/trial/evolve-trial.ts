import type { LedgerRecord } from '@bali/ledger';
import { raisedIn } from '@bali/schema';
import { withRecord } from '../entry.js';
import { TRIAL_EVENTS, type TrialEvent } from './trial-events.js';
import { isAnchored, type TrialState } from './trial-state.js';

/** The record of the trial with one more event, of whichever version. */
export function evolveTrial(state: TrialState, stored: LedgerRecord): TrialState {
  const record = raisedIn(TRIAL_EVENTS, stored);
  if (record.type === 'SealedLedgerAnchored') {
    const { anchoredOn } = record.data as Extract<TrialEvent, { type: 'SealedLedgerAnchored' }>['data'];
    return isAnchored(state, anchoredOn) ? state : { ...state, anchoredOn };
  }
  return withRecord(state, record);
}
