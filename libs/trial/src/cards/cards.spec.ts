import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  given,
  givenTrial,
  patientEvent,
  patientHistory,
  patientStateOf,
  trialCommandFor,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { randomizedAtOf } from '../index.js';

const OPENED_AT = '2026-03-04T16:10:00+01:00';
const PRINTED = trialHistory(trialEvent('CardsPrinted'));
const OPENED = [...PRINTED, trialEvent('CardOpened')];
const opening = trialCommandFor(trialEvent('CardOpened'));
const CONFIRMED = patientHistory({ until: 'confirmed' });
const BY_CARD = patientEvent('Randomized', { stratum: 'CARDS', slot: 0, randomizedAt: OPENED_AT });

describe('sealed cards', () => {
  it('are printed of a part that the list has, as often as they are needed; each time is recorded', () => {
    givenTrial(trialHistory())
      .when(trialCommandFor(trialEvent('CardsPrinted')))
      .expectEvents(trialEvent('CardsPrinted'));
    givenTrial(PRINTED)
      .when(trialCommandFor(trialEvent('CardsPrinted')))
      .expectAccepted();
    for (const stratum of ['ALL', 'CARDS-REI']) {
      const printing = trialCommandFor(trialEvent('CardsPrinted', { stratum }));
      givenTrial(trialHistory()).when(printing).expectRefusal('no-such-cards', '/stratum');
    }
  });

  it('of an older list are none, and the refusal says what to do', () => {
    const strata = [{ stratum: 'ALL', slots: 160 }];
    const older = trialHistory().map((event) =>
      event.type === 'RandomizationListCommitted' ? trialEvent('RandomizationListCommitted', { strata }) : event,
    );
    const { decision } = givenTrial(older).when(trialCommandFor(trialEvent('CardsPrinted')));
    expect(decision).toMatchObject({
      refusal: { code: 'no-such-cards', sentence: expect.stringContaining('system is up again') },
    });
  });

  it('are documented once each, whichever comes first: for a patient or in vain', () => {
    givenTrial(PRINTED).when(opening).expectEvents(trialEvent('CardOpened'));
    givenTrial(trialHistory()).when(opening).expectRefusal('cards-not-printed');
    givenTrial(OPENED).when(opening).expectRefusal('card-already-opened', '/slot');
    const inVain = trialCommandFor(trialEvent('CardOpenedInVain', { slot: 0 }));
    givenTrial(OPENED).when(inVain).expectRefusal('card-already-opened');
    givenTrial(PRINTED).when(inVain).expectAccepted();
    givenTrial(PRINTED)
      .when(trialCommandFor(trialEvent('CardOpened', { slot: 20 })))
      .expectRefusal('no-such-cards', '/slot');
    const tomorrow = trialCommandFor(trialEvent('CardOpened', { openedAt: '2027-03-06T14:10:00+01:00' }));
    givenTrial(PRINTED).when(tomorrow, { now: '2026-03-07T08:00:00.000Z' }).expectRefusal('in-the-future', '/openedAt');
  });
});

describe('a randomization by a sealed card', () => {
  it('is entered late, once the unit has documented the card for this patient, and happened when the card was opened', () => {
    given(CONFIRMED, OPENED).when(commandFor(BY_CARD)).expectEvents(BY_CARD);
    expect(randomizedAtOf(patientStateOf([...CONFIRMED, BY_CARD]))).toBe(OPENED_AT);
    given(CONFIRMED, PRINTED).when(commandFor(BY_CARD)).expectRefusal('card-not-documented', '/slot');
    const another = [...PRINTED, trialEvent('CardOpened', { patient: 'REI-002' })];
    given(CONFIRMED, another).when(commandFor(BY_CARD)).expectRefusal('card-not-documented', '/slot');
    const inVain = [...PRINTED, trialEvent('CardOpenedInVain', { slot: 0 })];
    given(CONFIRMED, inVain).when(commandFor(BY_CARD)).expectRefusal('card-not-documented', '/slot');
  });

  it('says when it was, and one by the software does not', () => {
    const { randomizedAt: _, ...without } = BY_CARD.data;
    given(CONFIRMED, OPENED)
      .when(commandFor({ ...BY_CARD, data: without }))
      .expectRefusal('invalid-value', '/randomizedAt');
    given(CONFIRMED, OPENED)
      .when(commandFor(patientEvent('Randomized', { randomizedAt: OPENED_AT })))
      .expectRefusal('invalid-value', '/randomizedAt');
  });

  it('lets everything be recorded that was done meanwhile on paper, and nothing that was before it', () => {
    const randomized = [...CONFIRMED, BY_CARD];
    const harvest = (harvestedAt: string) => commandFor(patientEvent('Harvested', { harvestedAt }));
    given(randomized, OPENED).when(harvest('2026-03-04T17:00:00+01:00')).expectAccepted();
    given(randomized, OPENED).when(harvest('2026-03-04T13:00:00+01:00')).expectRefusal('out-of-order', '/harvestedAt');
  });

  it('of another site’s cards is refused, with the name of the right ones', () => {
    const strata = ['CARDS-NAN', 'CARDS-REI', 'NAN', 'REI'].map((stratum) => ({ stratum, slots: 20 }));
    const bySite = OPENED.map((event) =>
      event.type === 'RandomizationListCommitted' ? trialEvent('RandomizationListCommitted', { strata }) : event,
    );
    const nantes = patientEvent('Randomized', { stratum: 'CARDS-NAN', slot: 0, randomizedAt: OPENED_AT });
    const { decision } = given(CONFIRMED, bySite).when(commandFor(nantes));
    expect(decision).toMatchObject({
      refusal: { code: 'no-such-cards', sentence: expect.stringContaining('CARDS-REI') },
    });
  });
});
