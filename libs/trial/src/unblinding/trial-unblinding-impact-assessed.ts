import { details, optionalText, SAMPLE_TEXT_HASH, words } from '@bali/schema';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { assessment, impact } from './impact.js';
import { impactNotAssessed, trialUnblinded } from './trial-conditions.js';

export const TrialUnblindingImpactAssessed = defineTrialEvent('TrialUnblindingImpactAssessed', {
  schemaVersion: 1,
  about: 'the impact of the unblinding of the trial was assessed',
  data: { impact, assessment },
  happened: undefined,
  mayGiveAwayArm: true,
  conditions: [trialUnblinded, impactNotAssessed],
  rules: [],
  computed: undefined,
  afterLock: 'allowed',
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AssessTrialUnblinding', action: 'assess-trial-unblinding' },
  sentence: (data, { show }) =>
    `the impact of the unblinding of the trial was assessed: ${words(data.impact)}` +
    details(optionalText('assessment', data.assessment, show)),
  sample: { impact: 'none', assessment: SAMPLE_TEXT_HASH },
});
