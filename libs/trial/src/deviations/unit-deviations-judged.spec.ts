import { describe, expect, it } from '@jest/globals';
import { givenTrial, trialCommandFor, trialEvent, trialHistory } from '@bali/trial/testing';

const JUDGE = { type: 'JudgeUnitDeviations', data: {} } as const;
const UNBLIND = trialCommandFor(trialEvent('TrialUnblinded'));
const JUDGED = trialEvent('UnitDeviationsJudged');
const LOCKED = trialHistory(trialEvent('AnalysisPlanFixed'), trialEvent('DatabaseLocked'));

describe('[R3-316r] what deviated in the cell therapy unit', () => {
  it('is judged after the lock, and before the unblinding', () => {
    givenTrial(trialHistory()).when(JUDGE).expectRefusal('database-not-locked');
    givenTrial(LOCKED).when(JUDGE).expectEvents(JUDGED);
    givenTrial([...LOCKED, JUDGED])
      .when(JUDGE)
      .expectEvents(JUDGED);
    givenTrial([...LOCKED, JUDGED, trialEvent('TrialUnblinded')])
      .when(JUDGE)
      .expectRefusal('trial-unblinded');
  });

  it('is judged before anybody sees results by arm: the trial is not unblinded without it', () => {
    givenTrial(LOCKED).when(UNBLIND).expectRefusal('unit-deviations-not-judged');
    givenTrial([...LOCKED, JUDGED])
      .when(UNBLIND)
      .expectAccepted();
  });

  it('is judged anew where the database was unlocked and locked again', () => {
    const again = [...LOCKED, JUDGED, trialEvent('DatabaseUnlocked'), trialEvent('DatabaseLocked')];
    givenTrial(again).when(UNBLIND).expectRefusal('unit-deviations-not-judged');
    givenTrial([...again, JUDGED])
      .when(UNBLIND)
      .expectAccepted();
  });

  it('needs no judgement where nobody was randomized', () => {
    const nobody = trialHistory(
      trialEvent('AnalysisPlanFixed'),
      trialEvent('DatabaseLocked', { randomizedPatients: 0 }),
    );
    givenTrial(nobody).when(UNBLIND).expectAccepted();
  });

  it('names the way out, and neither a patient nor how much deviated', () => {
    const { decision } = givenTrial(LOCKED).when(UNBLIND);
    const { refusal } = decision as { readonly refusal: { readonly sentence: string } };
    expect(refusal.sentence).toMatch(/two administrators delegate.*POST \/v1\/unit-deviations\/judgements/);
    expect(refusal.sentence).not.toMatch(/\d{3}|[A-Z]{3}-/);
    expect(JUDGED.data).toEqual({});
  });
});
