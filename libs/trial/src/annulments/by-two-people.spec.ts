import { describe, expect, it } from '@jest/globals';
import {
  after,
  annulment,
  annulmentAskedFor,
  annulmentConfirmed,
  clinicalOf,
  commandFor,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
} from '@bali/trial/testing';
import { majorAmputations, patientStream, statusOf } from '../index.js';

const STREAM = patientStream('REI-001');
const IMPLANTED = patientHistory({ until: 'implanted' });
const COMPLETED = patientHistory({ until: 'completed' });
const DIED = [...COMPLETED, patientEvent('Died')];

describe('what counts for the endpoint or for safety', () => {
  const serious = patientEvent('AdverseEventReported', { seriousness: ['hospitalisation'] });
  const everything = [...COMPLETED, patientEvent('Amputated', { level: 'below-knee' }), serious, patientEvent('Died')];

  it.each(['Died', 'Amputated', 'AdverseEventReported', ['FollowUpAssessed', 2]] as const)(
    'is not annulled by one person: %s',
    (which) => {
      const events = which === 'Died' ? everything : everything.filter(({ type }) => type !== 'FollowUpCompleted');
      given(events).when(annulment(events, which)).expectRefusal('two-people-needed', '/entries/0');
    },
  );

  it('is not a visit before it, nor an adverse event that is not serious', () => {
    const events = [...COMPLETED, patientEvent('AdverseEventReported')];
    given(events)
      .when(annulment(events, 'FollowUpAssessed', 'AdverseEventReported'))
      .expectAccepted();
  });

  it('is an adverse event of which news say that it is serious, and those news', () => {
    const news = patientEvent('AdverseEventFollowedUp', { seriousness: ['hospitalisation'], outcome: 'recovering' });
    const events = [...COMPLETED, patientEvent('AdverseEventReported'), news];
    given(events)
      .when(annulment(events, 'AdverseEventReported', 'AdverseEventFollowedUp'))
      .expectRefusal('two-people-needed');
  });

  it('is annulled once the investigator has asked and another person confirms', () => {
    const wrong = [...IMPLANTED, patientEvent('Amputated', { level: 'below-knee' }), patientEvent('Died')];
    const asked = after(wrong, annulmentAskedFor(wrong, 'Amputated', 'Died'), { by: 'u-017' });
    expect(statusOf(patientStateOf(asked))).toBe('died');
    const annulled = after(asked, annulmentConfirmed(asked), {
      by: 'u-200',
      mayDo: (action) => action === 'confirm-annulment',
    });
    expect(statusOf(patientStateOf(annulled))).toBe('in-follow-up');
    expect(majorAmputations(patientStateOf(annulled))).toEqual([]);
    expect(clinicalOf(annulled)).toEqual(clinicalOf(IMPLANTED));
    given(annulled)
      .when(annulmentConfirmed(annulled), { by: 'u-200' })
      .expectRefusal('annulment-not-requested', '/request');
  });

  it('is not annulled by one person who is both', () => {
    const asked = after(DIED, annulmentAskedFor(DIED, 'Died'), { by: 'u-017' });
    given(asked).when(annulmentConfirmed(asked), { by: 'u-017' }).expectRefusal('own-request', '/request');
  });

  it('is not annulled by two who both know the arm', () => {
    const told = [
      ...DIED,
      patientEvent('PatientUnblinded', { shownTo: 'u-017' }),
      patientEvent('PatientUnblinded', { shownTo: 'u-200' }),
    ];
    const asked = after(told, annulmentAskedFor(told, 'Died'), { by: 'u-017' });
    given(asked).when(annulmentConfirmed(asked), { by: 'u-200' }).expectRefusal('assessor-unblinded', '/request');
    given(asked).when(annulmentConfirmed(asked), { by: 'u-300' }).expectAccepted();
    const blinded = after(told, annulmentAskedFor(told, 'Died'), { by: 'u-018' });
    given(blinded).when(annulmentConfirmed(blinded), { by: 'u-200' }).expectAccepted();
  });

  it('is not annulled by two who both know it, with whichever of their accounts they had been told', () => {
    const told = [...DIED, ...['old-017', 'u-200'].map((shownTo) => patientEvent('PatientUnblinded', { shownTo }))];
    const asked = after(told, annulmentAskedFor(told, 'Died'), { by: 'u-017', otherAccounts: ['old-017'] });
    expect(asked.at(-1)?.data).toMatchObject({ requestedBy: 'u-017', knewArm: true });
    given(asked).when(annulmentConfirmed(asked), { by: 'u-200' }).expectRefusal('assessor-unblinded', '/request');
    given(asked)
      .when(annulmentConfirmed(asked), { by: 'u-201', otherAccounts: ['u-200'] })
      .expectRefusal('assessor-unblinded', '/request');
    given(asked)
      .when(annulmentConfirmed(asked), { by: 'u-018', otherAccounts: ['u-017'] })
      .expectRefusal('own-request', '/request');
    given(asked).when(annulmentConfirmed(asked), { by: 'u-300' }).expectAccepted();
  });

  it('stands where the other person declines, and can be asked for again', () => {
    const asked = after(DIED, annulmentAskedFor(DIED, 'Died'), { by: 'u-017' });
    const [request = ''] = entriesOf(STREAM, asked, ['AnnulmentRequested']);
    given(asked).when(annulmentAskedFor(asked, 'Died')).expectRefusal('annulment-already-requested', '/entries/0');
    const declined = after(asked, { type: 'DeclineAnnulment', data: { request } });
    expect(statusOf(patientStateOf(declined))).toBe('died');
    given(declined).when(annulmentConfirmed(declined)).expectRefusal('annulment-not-requested');
    given(declined).when(annulmentAskedFor(declined, 'Died')).expectAccepted();
  });

  it('is asked for anew where something was recorded since that rests on it', () => {
    const wrong = [...COMPLETED.slice(0, -1)];
    const [, , visit = ''] = entriesOf(STREAM, wrong, [
      ['FollowUpAssessed', 0],
      ['FollowUpAssessed', 1],
      ['FollowUpAssessed', 2],
    ]);
    const asked = after(wrong, { type: 'RequestAnnulment', data: { entries: [visit] } }, { by: 'u-017' });
    const completed = after(asked, commandFor(patientEvent('FollowUpCompleted')));
    given(completed).when(annulmentConfirmed(completed), { by: 'u-200' }).expectRefusal('needed-by-others', '/request');
  });

  it('needs a reason when it is asked for, and when it is declined', () => {
    given(DIED).when(annulmentAskedFor(DIED, 'Died'), { reason: null }).expectRefusal('reason-missing', '/reason');
  });

  it('does not break the sign-off before it is confirmed', () => {
    const signed = [...DIED, patientEvent('PatientSignedOff')];
    const asked = after(signed, annulmentAskedFor(signed, 'Died'), { by: 'u-017' });
    given(asked)
      .when(commandFor(patientEvent('PatientSignedOff')))
      .expectRefusal('already-signed-off');
  });
});
