import { defineEvent, instant } from '@bali/schema';

export const ClockAccepted = defineEvent('ClockAccepted', {
  schemaVersion: 1,
  about: 'an operator accepted the clock of the machine: time follows it again, and never goes back',
  data: { clock: instant('what the clock of the machine showed') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/clock'],
  mayBeAnnulled: false,
  signedUnder: [],
  // An operator accepts it on the command line of the machine.
  command: undefined,
  sentence: ({ clock }) =>
    `the clock of the machine was accepted when it showed ${clock}: time follows it again, and never goes back`,
  sample: { clock: '2026-11-30T13:05:00.000Z' },
});
