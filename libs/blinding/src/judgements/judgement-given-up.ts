import { defineEvent, patientCode, words } from '@bali/schema';
import { givenUp } from '@bali/trial';

/** What the software records where the trial ledger does not take a judgement: it is none, and whoever made it may make another one. */
export const JudgementGivenUp = defineEvent('JudgementGivenUp', {
  schemaVersion: 1,
  about: 'the trial ledger refused a judgement of somebody who had been told the arm: it does not count',
  data: { patient: patientCode, givenUp },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient', '/givenUp'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ patient, givenUp: { because } }) =>
    `the trial ledger refused what had been judged of patient ${patient} by somebody who had been told the arm ` +
    `(${words(because)}): it does not count`,
  sample: {
    patient: 'REI-001',
    givenUp: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', because: 'adverse-event-unknown' },
  },
});
