import { defineEvent, details, freeText } from '@bali/schema';
import { pendingRequest as request } from '@bali/trial';
import { Type } from 'typebox';

/**
 * Somebody without outcome data has judged what deviated in the unit. What was judged follows in the same command: a record for each
 * randomized patient, also for those of whom nothing deviated, so that their number tells nothing. It takes the place of an earlier one.
 */
export const DeviationsJudgementMade = defineEvent('DeviationsJudgementMade', {
  schemaVersion: 1,
  about: 'somebody without outcome data judged what deviated in the cell therapy unit',
  data: { text: Type.Optional(freeText('what there is to say of it')), request },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/request'],
  mayBeAnnulled: false,
  // The signature is of the event in the trial ledger; here it is kept in the request until that is recorded.
  signedUnder: [],
  command: { name: 'JudgeUnitDeviations', action: 'judge-unit-deviations' },
  sentence: ({ text }, { show }) =>
    'what deviated in the cell therapy unit was judged, for each randomized patient' +
    details(text === undefined ? undefined : show(text)),
  sample: {
    text: 'cd'.repeat(32),
    request: {
      commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
      signature: { meaning: "judgement of the unit's deviations", method: 'password' },
    },
  },
});
