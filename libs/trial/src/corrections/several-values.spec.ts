import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  correction,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, last, patientStream } from '../index.js';

const STREAM = patientStream('REI-001');
const IMPLANTED = patientHistory({ until: 'implanted' });
const COMPLETED = patientHistory({ until: 'completed' });

type Value = readonly [type: string, field: string, newValue: unknown];

/** Several values of a record that are put right together. */
function together(events: readonly DecidedEvent[], ...values: readonly [Value, ...Value[]]): AnyPatientCommand {
  const [first, ...also] = values.map(([type, field, newValue]) => {
    const [correctedEvent = ''] = entriesOf(STREAM, events, [type]);
    return { correctedEvent, field, newValue };
  });
  return { type: 'CorrectPatientData', data: { ...first!, also } };
}

const WRONG_DAY: readonly [Value, ...Value[]] = [
  ['Harvested', '/harvestedAt', '2026-03-11T09:30:00+01:00'],
  ['ProductReleased', '/releasedAt', '2026-03-11T12:30:00+01:00'],
  ['Implanted', '/implantedAt', '2026-03-11T14:00:00+01:00'],
];

describe('[R3-424] several values that are corrected together', () => {
  it.each(WRONG_DAY)('lock each other alone: %s %s', (type, field, value) => {
    const { decision } = given(IMPLANTED).when(correction(IMPLANTED, type, field, value));
    expect(decision).toHaveProperty('refusal');
  });

  it('are judged together: harvest, release and implantation on another day', () => {
    const { decision } = given(IMPLANTED).when(together(IMPLANTED, ...WRONG_DAY));
    const events = 'events' in decision ? decision.events : [];
    expect(events.map(({ data }) => (data as { field: string }).field)).toEqual(WRONG_DAY.map(([, field]) => field));
    const state = patientStateOf([...IMPLANTED, ...events]);
    expect(last(state, 'Implanted')?.data.implantedAt).toBe('2026-03-11T14:00:00+01:00');
  });

  it('are a fatal outcome and its seriousness, entered by mistake', () => {
    const fatal = { outcome: 'fatal', seriousness: ['death'] } as const;
    const report = patientEvent('AdverseEventReported', { ...fatal, seriousness: ['death'] });
    const wrong = [...IMPLANTED, report];
    given(wrong)
      .when(correction(wrong, 'AdverseEventReported', '/outcome', 'recovered'))
      .expectRefusal('seriousness-and-outcome-differ');
    given(wrong)
      .when(correction(wrong, 'AdverseEventReported', '/seriousness', []))
      .expectRefusal('seriousness-and-outcome-differ');
    given(wrong)
      .when(
        together(
          wrong,
          ['AdverseEventReported', '/outcome', 'recovered'],
          ['AdverseEventReported', '/seriousness', []],
        ),
      )
      .expectAccepted();
  });

  it('are refused together, and the refusal names the one at fault', () => {
    given(IMPLANTED)
      .when(together(IMPLANTED, WRONG_DAY[0], ['Harvested', '/volumeMl', 'half a litre']))
      .expectRefusal('invalid-value', '/also/0/newValue');
    given(IMPLANTED)
      .when(together(IMPLANTED, ['Harvested', '/volumeMl', 480], ['Randomized', '/slot', 1]))
      .expectRefusal('field-not-correctable', '/also/0/field');
    given(IMPLANTED)
      .when(
        together(
          IMPLANTED,
          ['Harvested', '/volumeMl', 480],
          ['ProductReleased', '/releasedAt', '2026-03-11T12:30:00+01:00'],
        ),
      )
      .expectRefusal('not-the-day-of-the-harvest', '/also/0/newValue');
  });

  it('name each value once', () => {
    given(IMPLANTED)
      .when(together(IMPLANTED, ['Harvested', '/volumeMl', 480], ['Harvested', '/volumeMl', 490]))
      .expectRefusal('invalid-value', '/also/0/field');
  });

  it('have what the software computed corrected once, with all of them', () => {
    const screened = patientHistory({ until: 'screened' });
    const { decision } = given(screened).when(
      together(
        screened,
        ['PatientScreened', '/answers/diabetes/hba1cPercent', '7.6'],
        ['PatientScreened', '/answers/malignantDisease', 'yes'],
      ),
    );
    const events = 'events' in decision ? decision.events : [];
    expect(events.map(({ data }) => (data as { field: string }).field)).toEqual([
      '/answers/diabetes/hba1cPercent',
      '/answers/malignantDisease',
      '/verdict',
      '/failed',
    ]);
  });
});

describe('[P11-10g] who corrects what', () => {
  const ofTheSite = (action: string) => action !== 'release-product';

  it('is the people who could have entered it: the unit its release, the site everything else', () => {
    const release = correction(IMPLANTED, 'ProductReleased', '/releasedAt', '2026-03-10T12:40:00+01:00');
    given(IMPLANTED).when(release, { mayDo: ofTheSite }).expectRefusal('not-yours-to-put-right');
    given(IMPLANTED)
      .when(release, { mayDo: (action) => action === 'release-product' })
      .expectAccepted();
    given(IMPLANTED)
      .when(correction(IMPLANTED, 'Harvested', '/volumeMl', 480), { mayDo: (action) => action === 'release-product' })
      .expectRefusal('not-yours-to-put-right');
  });
});

describe('a correction on which something else rests', () => {
  it('is refused, and names what to correct with it or to annul first', () => {
    const later = correction(COMPLETED, 'FollowUpAssessed', '/assessedOn', '2026-09-12', 2);
    const { decision } = given(COMPLETED).when(later);
    expect(decision).toMatchObject({ refusal: { code: 'needed-by-others', field: '/newValue' } });
    expect(JSON.stringify(decision)).toContain('the patient completed the follow-up');
    const [completion = ''] = entriesOf(STREAM, COMPLETED, ['FollowUpCompleted']);
    const also = [{ correctedEvent: completion, field: '/completedOn', newValue: '2026-09-12' }];
    given(COMPLETED)
      .when({ ...later, data: { ...later.data, also } })
      .expectAccepted();
  });

  it('is never refused because of a randomization: that is a deviation', () => {
    given(COMPLETED)
      .when(correction(COMPLETED, 'PatientScreened', '/answers/malignantDisease', 'yes'))
      .expectAccepted();
    given(COMPLETED)
      .when(commandFor(patientEvent('PatientSignedOff')))
      .expectAccepted();
  });
});
