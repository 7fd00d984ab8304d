import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  entriesOf,
  LONG_AFTER,
  recordsOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { describe, expect, it } from '@jest/globals';
import { patientStream, statusOf } from '../index.js';

const STREAM = patientStream('REI-001');

const RANDOMIZED = patientHistory({ until: 'randomized' });
const HARVESTED = patientHistory({ until: 'harvested' });
const RELEASED = patientHistory({ until: 'released' });
const IMPLANTED = patientHistory({ until: 'implanted' });

const NEXT_MONTH = '2026-04-14';

const notDone = (why: 'fever' | 'product-not-released' | 'death' | 'other', harvest = 1, knownOn = '2026-03-10') =>
  patientEvent('ImplantationNotDone', { harvest, why, knownOn });
const implanted = (changes: object = {}) => commandFor(patientEvent('Implanted', changes));

describe('[P11-10f] a patient into whom nothing was implanted', () => {
  it.each([
    ['before the harvest', RANDOMIZED, notDone('fever', 0)],
    ['after the harvest', HARVESTED, notDone('product-not-released')],
    ['after the release, of a syringe that cannot be used', RELEASED, notDone('other')],
  ] as const)('is recorded so %s', (_, history, event) => {
    given(history).when(commandFor(event)).expectEvents(event);
  });

  it('is followed up, completes and is signed off', () => {
    const visits = ['M1', 'M3', 'M6'].map((visit, place) =>
      patientEvent('FollowUpAssessed', { visit, assessedOn: ['2026-04-05', '2026-06-05', '2026-09-10'][place]! }),
    );
    const steps = [notDone('fever', 0), ...visits, patientEvent('FollowUpCompleted'), patientEvent('PatientSignedOff')];
    const history: DecidedEvent[] = [...RANDOMIZED];
    for (const step of steps) {
      given(history).when(commandFor(step)).expectAccepted();
      history.push(step);
    }
    expect(statusOf(patientStateOf([...RANDOMIZED, notDone('fever', 0)]))).toBe('in-follow-up');
  });

  it('is asked for before a visit, so that it is never forgotten', () => {
    given(RELEASED)
      .when(commandFor(patientEvent('FollowUpAssessed')))
      .expectRefusal('not-implanted');
  });

  it('is neither implanted as well, nor recorded so twice, until that is put right', () => {
    given([...RELEASED, notDone('other')])
      .when(implanted())
      .expectRefusal('implantation-not-done');
    given([...RELEASED, notDone('other')])
      .when(commandFor(notDone('fever')))
      .expectRefusal('implantation-not-done');
    given(IMPLANTED)
      .when(commandFor(notDone('other')))
      .expectRefusal('already-implanted');
  });

  it('has no cause that contradicts the release, and none before the harvest', () => {
    given(RELEASED)
      .when(commandFor(notDone('product-not-released')))
      .expectRefusal('product-already-released', '/why');
    given(HARVESTED)
      .when(commandFor(notDone('fever', 1, '2026-03-09')))
      .expectRefusal('out-of-order', '/knownOn');
  });

  it('may have died: that is recorded afterwards all the same', () => {
    given([...HARVESTED, patientEvent('Died', { diedOn: '2026-03-10' })])
      .when(commandFor(notDone('death', 1, '2026-03-11')))
      .expectAccepted();
    given(HARVESTED)
      .when(commandFor(notDone('death')))
      .expectRefusal('death-not-recorded', '/why');
  });

  it('is not released a product for any more', () => {
    const [, notDoneSince] = recordsOf([...HARVESTED, notDone('fever')], { stream: STREAM }).slice(-2);
    const after = new Date(Date.parse(notDoneSince!.metadata.recordedAt) + 60_000).toISOString();
    given([...HARVESTED, notDone('fever')])
      .when(commandFor(patientEvent('ProductReleased', { releasedAt: after })), { now: LONG_AFTER })
      .expectRefusal('implantation-not-done');
  });
});

describe('what was implanted all the same', () => {
  it.each([
    ['another-day', RELEASED, { implantedAt: '2026-03-11T08:00:00+01:00' }, 'not-the-day-of-the-harvest'],
    ['not-released', HARVESTED, {}, 'product-not-released'],
    ['release-withdrawn', [...RELEASED, patientEvent('ReleaseWithdrawn')], {}, 'release-withdrawn'],
  ] as const)(
    'is recorded where it says %s, and refused with that way out where it does not',
    (despite, history, changes, code) => {
      const { decision } = given(history).when(implanted(changes));
      expect(decision).toMatchObject({ refusal: { code, sentence: expect.stringContaining(despite) } });
      given(history)
        .when(implanted({ ...changes, despite: [despite] }))
        .expectAccepted();
    },
  );
});

describe('harvests', () => {
  const renewed: DecidedEvent = patientEvent('ConsentRenewed', { renewedOn: '2026-04-10', why: 'another-harvest' });
  const again = patientEvent('Harvested', { number: 2, harvestedAt: `${NEXT_MONTH}T09:30:00+02:00` });
  const SECOND = [...RELEASED, renewed, again];

  it('a second one needs a renewed consent, and gets the next number', () => {
    given(RELEASED).when(commandFor(again)).expectRefusal('already-harvested');
    given([...RELEASED, renewed])
      .when(commandFor(again))
      .expectEvents(again);
    given(IMPLANTED).when(commandFor(again)).expectRefusal('already-implanted');
    given([...RELEASED, notDone('other'), renewed])
      .when(commandFor(again))
      .expectEvents(again);
  });

  it('the release and the implantation are of the latest, on its day', () => {
    given(SECOND).when(implanted()).expectRefusal('product-not-released');
    const release = patientEvent('ProductReleased', { harvest: 2, releasedAt: `${NEXT_MONTH}T12:30:00+02:00` });
    given(SECOND).when(commandFor(release)).expectEvents(release);
    given(SECOND)
      .when(commandFor(patientEvent('ProductReleased', { releasedAt: '2026-03-10T12:40:00+01:00' })))
      .expectRefusal('out-of-order', '/releasedAt');
    const implantation = patientEvent('Implanted', { harvest: 2, implantedAt: `${NEXT_MONTH}T14:00:00+02:00` });
    given([...SECOND, release])
      .when(commandFor(implantation))
      .expectEvents(implantation);
    given([...SECOND, release])
      .when(implanted({ implantedAt: '2026-04-15T08:00:00+02:00' }))
      .expectRefusal('not-the-day-of-the-harvest', '/implantedAt');
  });

  it('a correction of the first is held to the first', () => {
    given(SECOND)
      .when(correction(SECOND, 'Harvested', '/harvestedAt', '2026-03-10T09:00:00+01:00'))
      .expectAccepted();
    given(SECOND)
      .when(correction(SECOND, 'Harvested', '/number', 2))
      .expectRefusal('field-not-correctable');
  });

  it('say whether the tube of peripheral blood was sent', () => {
    const { bloodTube: _, ...data } = patientEvent('Harvested').data;
    given(RANDOMIZED).when({ type: 'RecordHarvest', data }).expectRefusal('invalid-value', '/bloodTube');
  });
});

describe('a release that is withdrawn', () => {
  const withdrawn = patientEvent('ReleaseWithdrawn');

  it('was there, was not implanted, and is withdrawn once', () => {
    given(RELEASED).when(commandFor(withdrawn)).expectEvents(withdrawn);
    given(HARVESTED).when(commandFor(withdrawn)).expectRefusal('product-not-released');
    given(IMPLANTED).when(commandFor(withdrawn)).expectRefusal('already-implanted');
    given([...RELEASED, withdrawn])
      .when(commandFor(withdrawn))
      .expectRefusal('release-withdrawn');
  });

  it('is final for its harvest: nothing is released of it again', () => {
    given([...RELEASED, withdrawn])
      .when(commandFor(patientEvent('ProductReleased')))
      .expectRefusal('product-already-released');
  });

  it('leaves what is open to every patient: that nothing was implanted', () => {
    given([...RELEASED, withdrawn])
      .when(commandFor(notDone('other')))
      .expectAccepted();
    given([...RELEASED, withdrawn])
      .when(commandFor(notDone('product-not-released')))
      .expectAccepted();
  });
});

describe('[P11-10c] what was recorded before harvests had numbers', () => {
  const asOfOld = ({ type, data }: DecidedEvent): DecidedEvent => {
    const { number: _, harvest: __, bloodTube: ___, ...old } = data as Readonly<Record<string, unknown>>;
    return { type, data: old };
  };

  it('belongs to the first harvest', () => {
    given(RELEASED.map(asOfOld)).when(implanted()).expectEvents(patientEvent('Implanted'));
    given(RELEASED.map(asOfOld))
      .when(commandFor(patientEvent('ProductReleased')))
      .expectRefusal('product-already-released');
    given(IMPLANTED.map(asOfOld))
      .when(correction(IMPLANTED, 'Implanted', '/implantedAt', '2026-03-11T08:00:00+01:00'))
      .expectRefusal('not-the-day-of-the-harvest');
  });
});

describe('[R3-424] harvest, release and implantation that were all dated wrongly', () => {
  const ANOTHER_DAY = ['2026-03-09', '2026-03-11'] as const;
  const bySite = (action: string) => action !== 'release-product';
  const byUnit = (action: string) => action === 'release-product';

  it.each(ANOTHER_DAY)('are put right by those who entered them, the site first: %s', (day) => {
    const [harvest, implantation] = ['Harvested', 'Implanted'].map((type) => entriesOf(STREAM, IMPLANTED, [type])[0]!);
    const [harvestedAt, implantedAt] = [`${day}T09:30:00+01:00`, `${day}T14:00:00+01:00`];
    const also = [{ correctedEvent: implantation!, field: '/implantedAt', newValue: implantedAt }];
    const moved = given(IMPLANTED).when(
      {
        type: 'CorrectPatientData',
        data: { correctedEvent: harvest!, field: '/harvestedAt', newValue: harvestedAt, also },
      },
      { mayDo: bySite },
    );
    moved.expectAccepted();
    const after = [...IMPLANTED, ...('events' in moved.decision ? moved.decision.events : [])];
    const release = (releasedAt: string) =>
      given(after).when({ type: 'CorrectRelease', data: { harvest: 1, releasedAt } }, { mayDo: byUnit, reason: null });
    release(`${day}T12:30:00+01:00`).expectAccepted();
    release(`${day}T14:30:00+01:00`).expectRefusal('out-of-order');
  });

  it('the site does not correct the release, nor the unit what the site entered', () => {
    given(IMPLANTED)
      .when(correction(IMPLANTED, 'ProductReleased', '/releasedAt', '2026-03-10T12:00:00+01:00'), { mayDo: bySite })
      .expectRefusal('not-yours-to-put-right');
    given(IMPLANTED)
      .when(correction(IMPLANTED, 'Harvested', '/volumeMl', 480), { mayDo: byUnit })
      .expectRefusal('not-yours-to-put-right');
    given(RANDOMIZED)
      .when({ type: 'CorrectRelease', data: { harvest: 1, releasedAt: '2026-03-10T12:00:00+01:00' } })
      .expectRefusal('product-not-released');
  });
});

describe('a release that the unit records late', () => {
  const release = (releasedAt: string) => commandFor(patientEvent('ProductReleased', { releasedAt }));
  const WITHOUT = [...HARVESTED, patientEvent('Implanted', { despite: ['not-released'] })];

  it('is recorded after an implantation that the site had recorded without it, and the site takes its word back', () => {
    const late = patientEvent('ProductReleased');
    given(WITHOUT).when(commandFor(late)).expectEvents(late);
    const state = [...WITHOUT, late];
    given(state)
      .when(correction(state, 'Implanted', '/despite'))
      .expectAccepted();
  });

  it('is none after the implantation, and none where the site knew of one', () => {
    given(WITHOUT).when(release('2026-03-10T14:00:01+01:00')).expectRefusal('already-implanted');
    given([...HARVESTED, patientEvent('Implanted', { despite: ['another-day'] })])
      .when(release('2026-03-10T12:30:00+01:00'))
      .expectRefusal('already-implanted');
  });

  it('is recorded after it was said that nothing was implanted, unless that is said of a missing release', () => {
    const late = patientEvent('ProductReleased');
    given([...HARVESTED, notDone('fever')])
      .when(commandFor(late))
      .expectEvents(late);
    given([...HARVESTED, notDone('product-not-released')])
      .when(commandFor(late))
      .expectRefusal('implantation-not-done');
  });
});
