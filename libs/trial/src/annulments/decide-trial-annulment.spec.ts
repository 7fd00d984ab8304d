import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import { givenTrial, trialAnnulment, trialEvent, trialHistory, trialStateOf } from '@bali/trial/testing';
import { isOpen, siteOf, targetInForce } from '../index.js';

describe('an annulment about the trial or a site', () => {
  const twice = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-05-04' }));
  const amended = trialHistory(
    trialEvent('RecruitmentTargetAmended'),
    trialEvent('RecruitmentTargetAmended', { formerTarget: 40, recruitmentTarget: 50 }),
  );
  const afterTrial = (events: readonly DecidedEvent[], ...which: Parameters<typeof trialAnnulment>[1][]) => {
    const { decision } = givenTrial(events).when(trialAnnulment(events, ...which));
    if ('refusal' in decision) throw new Error(decision.refusal.sentence);
    return trialStateOf([...events, ...decision.events]);
  };

  it('opens a site again that was closed by mistake', () => {
    const site = siteOf(afterTrial(twice, 'SiteClosed'), 'REI');
    expect(site && isOpen(site)).toBe(true);
  });

  it('of an opening that was entered by mistake takes the site out, unless it had a patient', () => {
    const events = trialHistory();
    expect(siteOf(afterTrial(events, 'SiteOpened'), 'REI')).toBeUndefined();
    givenTrial(events)
      .when(trialAnnulment(events, 'SiteOpened'), { sitesWithPatients: new Set(['REI']) })
      .expectRefusal('needed-by-others', '/entries');
  });

  it('takes out what the unit said of a card, by the unit alone, unless the patient is randomized by it', () => {
    const opened = trialHistory(trialEvent('CardsPrinted'), trialEvent('CardOpened'));
    const unit = { mayDo: (action: string) => action === 'document-cards' };
    const wrong = trialAnnulment(opened, 'CardOpened');
    givenTrial(opened).when(wrong, unit).expectAccepted();
    givenTrial(opened)
      .when(wrong, { mayDo: (action) => action !== 'document-cards' })
      .expectRefusal('not-yours-to-put-right', '/entries/0');
    const cardsInUse = new Set(
      trialStateOf(opened)
        .entries.slice(-1)
        .map(({ id }) => id),
    );
    givenTrial(opened)
      .when(wrong, { ...unit, cardsInUse })
      .expectRefusal('never-annulled', '/entries/0');
  });

  it('leaves no closing without its opening', () => {
    givenTrial(twice).when(trialAnnulment(twice, 'SiteOpened')).expectRefusal('needed-by-others', '/entries');
    givenTrial(twice)
      .when(trialAnnulment(twice, 'SiteOpened', 'SiteClosed'))
      .expectAccepted();
  });

  it('takes back the last amendment of the target first', () => {
    givenTrial(amended).when(trialAnnulment(amended, 'RecruitmentTargetAmended')).expectRefusal('needed-by-others');
    expect(targetInForce(afterTrial(amended, ['RecruitmentTargetAmended', 1]))).toBe(40);
    expect(targetInForce(afterTrial(amended, 'RecruitmentTargetAmended', ['RecruitmentTargetAmended', 1]))).toBe(110);
  });

  it('is refused of the registration, the list, and of what is locked', () => {
    for (const type of ['TrialRegistered', 'RandomizationListCommitted']) {
      givenTrial(twice).when(trialAnnulment(twice, type)).expectRefusal('never-annulled', '/entries/0');
    }
    const locked = [...twice, trialEvent('DatabaseLocked')];
    givenTrial(locked).when(trialAnnulment(locked, 'SiteClosed')).expectRefusal('database-locked');
  });

  it('needs a reason and the right to enter it', () => {
    givenTrial(twice)
      .when(trialAnnulment(twice, 'SiteClosed'), { reason: null })
      .expectRefusal('reason-missing', '/reason');
    givenTrial(twice)
      .when(trialAnnulment(twice, 'SiteClosed'), { mayDo: () => false })
      .expectRefusal('not-yours-to-put-right', '/entries/0');
  });
});
