import { analysisPlanFixed } from '../analysis-plan/plan-in-force.js';
import { reasonGiven } from '../condition.js';
import { unitDeviationsJudged } from '../deviations/unit-deviations-judged.js';
import { databaseLocked } from '../lock/conditions.js';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { trialNotUnblinded } from './trial-conditions.js';

/** The lock comes before the unblinding, and stays. */
export const TrialUnblinded = defineTrialEvent('TrialUnblinded', {
  schemaVersion: 1,
  about: 'the trial was unblinded',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [
    databaseLocked('The database has to be locked before the unblinding.'),
    trialNotUnblinded,
    analysisPlanFixed,
    unitDeviationsJudged,
    reasonGiven('The unblinding of the trial'),
  ],
  rules: [],
  computed: undefined,
  afterLock: 'allowed',
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'trial-unblinding' }],
  command: { name: 'UnblindTrial', action: 'unblind-trial' },
  sentence: () => 'the trial was unblinded, so that the arms can be known for its analysis',
  sample: {},
});
