import { describe, it } from '@jest/globals';
import { givenTrial, trialCommandFor, trialEvent, trialHistory } from '@bali/trial/testing';

const LOOKED = { boardLooks: new Set([412, 682]) };
const board = givenTrial(trialHistory());
const recommends = (changes: Parameters<typeof trialEvent<'BoardRecommended'>>[1] = {}) =>
  trialCommandFor(trialEvent('BoardRecommended', changes));

describe('a recommendation of the data monitoring board', () => {
  it('is as of an event up to which the board was shown its tables', () => {
    board.when(recommends(), LOOKED).expectEvents(trialEvent('BoardRecommended'));
    board.when(recommends({ position: 411 }), LOOKED).expectRefusal('board-has-not-looked', '/position');
    board.when(recommends()).expectRefusal('board-has-not-looked', '/position');
  });

  it('says what has to change where the trial goes on with changes, and nowhere else', () => {
    const withChanges = { recommendation: 'continue-with-changes', changes: ['consent-form'] } as const;
    board.when(recommends({ ...withChanges, changes: ['consent-form'] }), LOOKED).expectAccepted();
    board
      .when(recommends({ recommendation: 'continue-with-changes' }), LOOKED)
      .expectRefusal('value-missing', '/changes');
    board.when(recommends({ changes: ['eligibility'] }), LOOKED).expectRefusal('changes-not-recommended', '/changes');
  });

  it('is of a meeting that has been, and may come after the lock', () => {
    board.when(recommends({ metOn: '2026-12-02' }), LOOKED).expectRefusal('in-the-future', '/metOn');
    givenTrial(trialHistory(trialEvent('DatabaseLocked')))
      .when(recommends(), LOOKED)
      .expectAccepted();
  });
});
