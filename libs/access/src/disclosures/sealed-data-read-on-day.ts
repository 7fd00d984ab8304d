import { calendarDate, defineEvent } from '@bali/schema';

/**
 * One for each person and day, whatever is read and however often, so that it says nothing of what is done for whom. What was
 * read, and of which patient, stands in the sealed ledger (`SealedDataShown`).
 */
export const SealedDataReadOnDay = defineEvent('SealedDataReadOnDay', {
  schemaVersion: 1,
  about: 'somebody who may know read data that would unblind, for the first time that day; what it was is sealed',
  data: { day: calendarDate('the day, in the time zone of the trial') },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/day'],
  mayBeAnnulled: false,
  signedUnder: [],
  // The software records it before it shows anything.
  command: undefined,
  sentence: ({ day }) =>
    `was shown data that would unblind, for the first time on ${day}; what is shown that day, and of whom, stands in the ` +
    'sealed ledger',
  sample: { day: '2026-03-02' },
});
