import { type CalendarDate, firstDay, type PartialDate } from '@bali/protocol';
import { entriesOfType, type TrialEntry, type TrialState } from '../trial/trial-state.js';

type ReferenceInformation = Extract<TrialEntry, { type: 'ReferenceInformationPutInForce' }>['data'];

/** The versions of the reference safety information, in the order of their first days. */
export function referenceInformation(trial: TrialState): readonly ReferenceInformation[] {
  return entriesOfType(trial, 'ReferenceInformationPutInForce')
    .map(({ data }) => data)
    .toSorted((one, other) => (one.inForceFrom < other.inForceFrom ? -1 : Number(one.inForceFrom > other.inForceFrom)));
}

/**
 * What was in force when an adverse event began. Of a date that is known in part, the first possible day counts: an earlier list
 * expects less.
 */
export function referenceInformationOn(trial: TrialState, began: PartialDate): ReferenceInformation | undefined {
  const day: CalendarDate = firstDay(began);
  return referenceInformation(trial).findLast(({ inForceFrom }) => inForceFrom <= day);
}
