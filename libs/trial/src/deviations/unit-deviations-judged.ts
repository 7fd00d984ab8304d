import { databaseLocked } from '../lock/conditions.js';
import { refusal } from '../refusal.js';
import { defineTrialEvent, type TrialCondition } from '../trial/define-trial-event.js';
import { isUnblinded, lockInForce } from '../trial/trial-state.js';

const beforeTheUnblinding: TrialCondition = {
  says: 'the trial is not unblinded',
  refuses: (state) =>
    isUnblinded(state)
      ? refusal(
          'trial-unblinded',
          'The trial is unblinded, and results by arm can be seen: what was not judged until now stays so, and the report by arm names ' +
            'what was judged.',
        )
      : undefined,
};

/**
 * What deviated in the cell therapy unit was judged by people who have no outcome data: which patients it keeps out of the per-protocol
 * population. Neither how many deviations there are nor what was judged stands here: that is sealed until the trial is unblinded.
 */
export const UnitDeviationsJudged = defineTrialEvent('UnitDeviationsJudged', {
  schemaVersion: 1,
  about: 'what deviated in the cell therapy unit was judged, for all patients together',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [
    databaseLocked('What deviated in the cell therapy unit is judged once the database is locked: wait for the lock.'),
    beforeTheUnblinding,
  ],
  rules: [],
  computed: undefined,
  afterLock: 'allowed',
  // Another judgement takes its place as long as the trial is blinded.
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'unit-deviations' }],
  command: { name: 'JudgeUnitDeviations', action: 'judge-unit-deviations' },
  sentence: () =>
    'what deviated in the cell therapy unit was judged for all patients; it is sealed until the trial is unblinded',
  sample: {},
});

/** Results by arm are shown once it is decided who is in the per-protocol population. */
export const unitDeviationsJudged: TrialCondition = {
  says: 'what deviated in the cell therapy unit was judged since the lock',
  refuses: (state) => {
    if (lockInForce(state)?.data.randomizedPatients === 0) return undefined;
    const last = state.entries.findLast(({ type }) => type === 'UnitDeviationsJudged' || type === 'DatabaseLocked');
    if (last?.type === 'UnitDeviationsJudged') return undefined;
    return refusal(
      'unit-deviations-not-judged',
      'What deviated in the cell therapy unit is judged before anybody sees results by arm, by somebody without outcome data: an assessor of ' +
        "the unit's deviations, a role that two administrators delegate, signs it (POST /v1/unit-deviations/judgements).",
    );
  },
};
