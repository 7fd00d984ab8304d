import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import {
  after,
  annulment,
  annulmentAskedFor,
  clinicalOf,
  commandFor,
  correction,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { all, patientStream } from '../index.js';

const STREAM = patientStream('REI-001');
const IMPLANTED = patientHistory({ until: 'implanted' });
const COMPLETED = patientHistory({ until: 'completed' });
const DIED = [...COMPLETED, patientEvent('Died')];
const idOf = (events: readonly DecidedEvent[], which: Parameters<typeof entriesOf>[2][number]): string =>
  entriesOf(STREAM, events, [which])[0] ?? '';

describe('[R3-424] an annulment', () => {
  const wrong = [...IMPLANTED, patientEvent('Revascularized')];

  it('names the event and its type, and leaves the record as if it had not been entered', () => {
    given(wrong)
      .when(annulment(wrong, 'Revascularized'))
      .expectEvents({
        type: 'EntryAnnulled',
        data: { annulledEvent: idOf(wrong, 'Revascularized'), annulledType: 'Revascularized', wasSigned: false },
      });
    const annulled = after(wrong, annulment(wrong, 'Revascularized'));
    expect(clinicalOf(annulled)).toEqual(clinicalOf(IMPLANTED));
  });

  it('[P11-10e] keeps what was annulled, struck, with the event that did it', () => {
    const { struck } = patientStateOf(after(wrong, annulment(wrong, 'Revascularized')));
    expect(struck).toMatchObject([
      {
        id: idOf(wrong, 'Revascularized'),
        type: 'Revascularized',
        annulled: { by: recordId(STREAM, wrong.length), revision: wrong.length },
      },
    ]);
  });

  it('needs a reason', () => {
    given(wrong).when(annulment(wrong, 'Revascularized'), { reason: null }).expectRefusal('reason-missing', '/reason');
  });

  it('is final: it is not annulled itself, and what was annulled is neither annulled again nor corrected', () => {
    const annulled = after(wrong, annulment(wrong, 'Revascularized'));
    given(annulled).when(annulment(annulled, 'Revascularized')).expectRefusal('already-annulled', '/entries/0');
    given(annulled).when(annulment(annulled, 'EntryAnnulled')).expectRefusal('event-unknown', '/entries/0');
    given(annulled)
      .when(correction(annulled, 'Revascularized', '/procedure', 'stent'))
      .expectRefusal('already-annulled', '/correctedEvent');
  });

  it.each(['Randomized'])('is refused of what draws, takes or opens the list: %s', (type) => {
    given(COMPLETED).when(annulment(COMPLETED, type)).expectRefusal('never-annulled', '/entries/0');
  });

  it('is refused of an unblinding, of its impact, of a sign-off, and of what asks for an annulment', () => {
    const events = [
      ...DIED,
      patientEvent('PatientSignedOff'),
      patientEvent('PatientUnblinded'),
      patientEvent('UnblindingImpactAssessed'),
      patientEvent('AnnulmentRequested'),
    ];
    for (const type of ['PatientSignedOff', 'PatientUnblinded', 'UnblindingImpactAssessed', 'AnnulmentRequested']) {
      given(events).when(annulment(events, type)).expectRefusal('never-annulled', '/entries/0');
    }
  });

  it('of nothing, or of one thing twice, is refused', () => {
    given(wrong).when(annulment(wrong)).expectRefusal('invalid-value', '/entries');
    given(wrong)
      .when(annulment(wrong, 'Revascularized', 'Revascularized'))
      .expectRefusal('invalid-value', '/entries');
  });

  it('[R3-316r] waits for the unlocking of a locked database', () => {
    given(wrong, trialHistory(trialEvent('DatabaseLocked')))
      .when(annulment(wrong, 'Revascularized'))
      .expectRefusal('database-locked');
  });

  it('[P11-10g] is for the people who could have entered it', () => {
    const mayDo = (action: string) => action !== 'release-product';
    given(wrong)
      .when(annulment(wrong, 'ProductReleased'), { mayDo })
      .expectRefusal('not-yours-to-put-right', '/entries/0');
    given(wrong).when(annulment(wrong, 'Revascularized'), { mayDo }).expectAccepted();
  });

  it('of a judgement is not for whoever was told the arm', () => {
    const told = [...COMPLETED, patientEvent('PatientUnblinded', { shownTo: 'u-017' })];
    given(told)
      .when(annulment(told, 'FollowUpAssessed'), { by: 'u-017' })
      .expectRefusal('assessor-unblinded', '/entries/0');
    given(told).when(annulment(told, 'FollowUpAssessed'), { by: 'u-018' }).expectAccepted();
  });

  it('[P11-70] supersedes the sign-off of the record', () => {
    const signed = [...wrong, patientEvent('LostToFollowUp'), patientEvent('PatientSignedOff')];
    given(signed)
      .when(commandFor(patientEvent('PatientSignedOff')))
      .expectRefusal('already-signed-off');
    const annulled = after(signed, annulment(signed, 'Revascularized'));
    given(annulled)
      .when(commandFor(patientEvent('PatientSignedOff')))
      .expectAccepted();
  });

  it('of something signed says so, and is signed', () => {
    const confirmed = patientHistory({ until: 'confirmed' });
    given(confirmed)
      .when(annulment(confirmed, 'EligibilityConfirmed'))
      .expectEvents({
        type: 'EntryAnnulled',
        data: {
          annulledEvent: idOf(confirmed, 'EligibilityConfirmed'),
          annulledType: 'EligibilityConfirmed',
          wasSigned: true,
        },
      });
  });

  it('gives the number of an adverse event to no other', () => {
    const reported = [...IMPLANTED, patientEvent('AdverseEventReported')];
    const annulled = after(reported, annulment(reported, 'AdverseEventReported'));
    const again = after(annulled, commandFor(patientEvent('AdverseEventReported')));
    expect(all(patientStateOf(again), 'AdverseEventReported').map(({ data }) => data.number)).toEqual([2]);
  });
});

describe('what rests on an annulled entry', () => {
  it('is listed in the refusal, each with its date and id', () => {
    const { decision } = given(COMPLETED).when(annulment(COMPLETED, 'Harvested'));
    expect(decision).toMatchObject({ refusal: { code: 'needed-by-others', field: '/entries' } });
    const sentence = JSON.stringify(decision);
    for (const said of ['released the product', 'the product was implanted']) expect(sentence).toContain(said);
    expect(sentence).not.toMatch(/ProductReleased|Implanted/);
    expect(sentence).toContain(idOf(COMPLETED, 'Implanted'));
    expect(sentence).toContain('Annul these in the same command');
  });

  it('is annulled in the same command, the last first', () => {
    const { decision } = given(IMPLANTED).when(annulment(IMPLANTED, 'Harvested', 'ProductReleased', 'Implanted'));
    const events = 'events' in decision ? decision.events : [];
    expect(events.map(({ data }) => (data as { annulledType: string }).annulledType)).toEqual([
      'Implanted',
      'ProductReleased',
      'Harvested',
    ]);
    expect(clinicalOf([...IMPLANTED, ...events])).toEqual(clinicalOf(patientHistory({ until: 'randomized' })));
  });

  it('is news of an adverse event, and a completion without its last visit', () => {
    const reported = [...COMPLETED, patientEvent('AdverseEventReported'), patientEvent('AdverseEventFollowedUp')];
    given(reported).when(annulment(reported, 'AdverseEventReported')).expectRefusal('needed-by-others');
    given(reported)
      .when(annulment(reported, 'AdverseEventReported', 'AdverseEventFollowedUp'))
      .expectAccepted();
    given(reported).when(annulmentAskedFor(reported, 'FollowUpAssessed')).expectAccepted();
    const [, , last = ''] = entriesOf(STREAM, reported, [
      ['FollowUpAssessed', 0],
      ['FollowUpAssessed', 1],
      ['FollowUpAssessed', 2],
    ]);
    given(reported)
      .when({ type: 'RequestAnnulment', data: { entries: [last] } })
      .expectRefusal('needed-by-others', '/entries');
  });

  it('names another way where it can never be annulled', () => {
    const { decision } = given(IMPLANTED).when(annulment(IMPLANTED, 'PatientScreened'));
    expect(JSON.stringify(decision)).toContain(
      '“the patient was randomized” cannot be annulled: correct what is wrong in the entry instead',
    );
  });
});
