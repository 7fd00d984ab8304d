import { defineEvent, words } from '@bali/schema';
import { givenUp } from '@bali/trial';

/** The trial ledger refused a judgement that had begun here: the one before it holds, if there was one. */
export const DeviationsJudgementGivenUp = defineEvent('DeviationsJudgementGivenUp', {
  schemaVersion: 1,
  about: "the trial ledger refused a judgement of the unit's deviations: it does not count",
  data: { givenUp },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/givenUp'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ givenUp: { because } }) =>
    `a judgement of what deviated in the cell therapy unit was refused by the trial ledger (${words(because)}): it does not count`,
  sample: { givenUp: { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', because: 'trial-unblinded' } },
});
