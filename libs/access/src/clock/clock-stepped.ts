import { defineEvent, instant, oneOf } from '@bali/schema';

/** When a step of the clock is noticed. */
const CLOCK_NOTICES = ['while-running', 'behind-a-ledger'] as const;

const NOTICED: Readonly<Record<(typeof CLOCK_NOTICES)[number], string>> = {
  'while-running': 'while the software ran',
  'behind-a-ledger': 'at the start',
};

/** It holds nothing of the sealed ledger: no time of it is among those that the clock is compared with. */
export const ClockStepped = defineEvent('ClockStepped', {
  schemaVersion: 1,
  about:
    'the clock of the machine did not show the time that was expected: until it is accepted, time goes on without it',
  data: {
    noticed: oneOf('whether it jumped while the software ran, or is behind what the trial or the access ledger holds', [
      ...CLOCK_NOTICES,
    ]),
    clock: instant('what the clock of the machine showed'),
    expected: instant('the time that was expected, at which time goes on'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/noticed', '/clock', '/expected'],
  mayBeAnnulled: false,
  signedUnder: [],
  // The software notices it.
  command: undefined,
  sentence: ({ noticed, clock, expected }) =>
    `the clock of the machine showed ${clock} ${NOTICED[noticed]}, and ${expected} was expected: until the clock is accepted, ` +
    'time goes on without it',
  sample: { noticed: 'while-running', clock: '2026-11-30T13:02:00.000Z', expected: '2026-11-30T16:02:00.000Z' },
});
