import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { type PatientData, patientStream } from '../index.js';
import { indexLimbOf } from './baseline-in-force.js';

const SCREENED = patientHistory({ until: 'screened' });
const CONFIRMED = patientHistory({ until: 'confirmed' });
const RANDOMIZED = patientHistory({ until: 'randomized' });
const withoutBaseline = CONFIRMED.filter(({ type }) => type !== 'BaselineAssessed');
const baseline = (changes: Partial<PatientData<'BaselineAssessed'>> = {}) => patientEvent('BaselineAssessed', changes);
const randomize = commandFor(patientEvent('Randomized'));

describe('the baseline', () => {
  it('is recorded before the randomization, also again, and the latest one counts', () => {
    given(SCREENED).when(commandFor(baseline())).expectEvents(baseline());
    const again = baseline({ assessedOn: '2026-03-05', indexLimb: 'right' });
    given([...SCREENED, baseline()])
      .when(commandFor(again))
      .expectEvents(again);
    expect(indexLimbOf(patientStateOf([...SCREENED, again, baseline()]))).toBe('right');
  });

  it('is demanded before the randomization', () => {
    given(withoutBaseline).when(randomize).expectRefusal('baseline-not-assessed');
  });

  it.each([
    ['restPain', 'rest pain'],
    ['toePressure', 'the toe pressure'],
    ['smoking', 'smoking'],
    ['largestUlcerMm', 'the diameter of the largest ulcer'],
  ] as const)('is complete before the randomization: %s', (field, words) => {
    const { [field]: _, ...lacking } = baseline().data;
    const history = [...withoutBaseline, { ...baseline(), data: lacking }];
    const outcome = given(history).when(randomize);
    outcome.expectRefusal('baseline-not-complete');
    expect(outcome.decision).toMatchObject({ refusal: { sentence: expect.stringContaining(words) } });
  });

  it('has the serology of every patient, and lacks none that was entered later', () => {
    const history = [
      ...withoutBaseline,
      baseline({ serology: { hiv: 'negative', hepatitisB: 'negative', hepatitisC: 'negative' } }),
    ];
    given(history).when(randomize).expectRefusal('baseline-not-complete');
    given(history)
      .when(correction(history, 'BaselineAssessed', '/serology/syphilis', 'negative'))
      .expectAccepted();
  });

  it('is complete where something was not done, with the reason', () => {
    given([...withoutBaseline, baseline({ toePressure: { notDone: 'not-measurable' } })])
      .when(randomize)
      .expectAccepted();
    given(SCREENED)
      .when(commandFor(baseline({ restPain: { notDone: 'not-measurable' } as never })))
      .expectRefusal('invalid-value', '/restPain/value');
  });

  it('has an index limb that is not amputated above the ankle', () => {
    given(SCREENED)
      .when(commandFor(baseline({ amputatedAboveAnkle: ['left'] })))
      .expectRefusal('index-limb-amputated', '/indexLimb');
    const amputated = patientEvent('Amputated', { performedOn: '2026-03-03', side: 'left', level: 'below-knee' });
    given([...SCREENED, amputated])
      .when(commandFor(baseline()))
      .expectRefusal('index-limb-amputated', '/indexLimb');
    given([...SCREENED, amputated])
      .when(commandFor(baseline({ indexLimb: 'right' })))
      .expectAccepted();
    given([...SCREENED, { ...amputated, data: { ...amputated.data, level: 'toe' } }])
      .when(commandFor(baseline()))
      .expectAccepted();
  });

  it('keeps its index limb where it was amputated in the same year or month, perhaps later', () => {
    const AWARE_AT = '2026-06-01T10:00:00+02:00';
    const heardOf = (performedOn: string) =>
      patientEvent('Amputated', {
        performedOn,
        awareAt: AWARE_AT,
        where: 'elsewhere',
        side: 'left',
        level: 'below-knee',
      });
    const TREATED = patientHistory({ until: 'implanted' });
    for (const known of ['2026', '2026-03']) {
      given(TREATED)
        .when(commandFor(heardOf(known)))
        .expectAccepted();
    }
    given([...SCREENED, heardOf('2026')])
      .when(commandFor(baseline()))
      .expectAccepted();
    given([...SCREENED, heardOf('2026-03-04')])
      .when(commandFor(baseline()))
      .expectRefusal('index-limb-amputated', '/indexLimb');
  });

  it('is recorded of the other limb where the index limb is lost before the randomization', () => {
    const lost = patientEvent('Amputated', { performedOn: '2026-03-05', side: 'left', level: 'above-knee' });
    given([...CONFIRMED, lost])
      .when(randomize)
      .expectRefusal('index-limb-amputated');
    const confirmed = patientEvent('EligibilityConfirmed', { screening: recordId(patientStream('REI-001'), 1) });
    given([...CONFIRMED, lost, baseline({ assessedOn: '2026-03-05', indexLimb: 'right' }), confirmed])
      .when(randomize)
      .expectAccepted();
  });

  it('does not contradict itself', () => {
    given(SCREENED)
      .when(commandFor(baseline({ restPain: { value: 'no' } })))
      .expectRefusal('implausible-value', '/restPainScore');
    given(SCREENED)
      .when(commandFor(baseline({ ulcers: { value: 'no' } })))
      .expectRefusal('implausible-value', '/largestUlcerMm');
    given(SCREENED)
      .when(commandFor(baseline({ ankleBrachialIndex: { value: '4' } })))
      .expectRefusal('implausible-value', '/ankleBrachialIndex/value');
  });

  it('is corrected after the randomization, and not recorded a second time', () => {
    given(RANDOMIZED).when(commandFor(baseline())).expectRefusal('already-randomized');
    given(RANDOMIZED)
      .when(correction(RANDOMIZED, 'BaselineAssessed', '/indexLimb', 'right'))
      .expectAccepted();
  });

  it('of a patient who was randomized before one was asked for is entered afterwards, as of its day', () => {
    const old = RANDOMIZED.filter(({ type }) => type !== 'BaselineAssessed');
    given(old).when(commandFor(baseline())).expectAccepted();
    given(old)
      .when(commandFor(baseline({ assessedOn: '2026-03-06' })))
      .expectRefusal('out-of-order', '/assessedOn');
    const implanted = patientHistory({ until: 'implanted' }).filter(({ type }) => type !== 'BaselineAssessed');
    expect(indexLimbOf(patientStateOf(implanted))).toBe('left');
    given(implanted)
      .when(commandFor(patientEvent('FollowUpAssessed')))
      .expectAccepted();
  });
});
