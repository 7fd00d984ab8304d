import { describe, expect, it } from '@jest/globals';
import {
  annulment,
  commandFor,
  correction,
  entriesOf,
  given,
  givenTrial,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialAnnulment,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import {
  all,
  type AnyPatientCommand,
  isOpen,
  majorAmputations,
  patientStream,
  siteOf,
  statusOf,
  targetInForce,
} from '../index.js';

const STREAM = patientStream('REI-001');
const IMPLANTED = patientHistory({ until: 'implanted' });
const COMPLETED = patientHistory({ until: 'completed' });
const DIED = [...COMPLETED, patientEvent('Died')];

const idOf = (events: readonly DecidedEvent[], which: Parameters<typeof entriesOf>[2][number]): string =>
  entriesOf(STREAM, events, [which])[0] ?? '';

/** A history after a command was accepted. */
function after(
  events: readonly DecidedEvent[],
  command: AnyPatientCommand,
  circumstances: Parameters<ReturnType<typeof given>['when']>[1] = {},
): readonly DecidedEvent[] {
  const { decision } = given(events).when(command, circumstances);
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

function asking(events: readonly DecidedEvent[], ...types: readonly string[]): AnyPatientCommand {
  return { type: 'RequestAnnulment', data: { entries: entriesOf(STREAM, events, types) } };
}

function confirming(events: readonly DecidedEvent[]): AnyPatientCommand {
  const [request = ''] = entriesOf(STREAM, events, ['AnnulmentRequested']);
  return { type: 'ConfirmAnnulment', data: { request } };
}

/** The record without what is beside it: requests and the like. */
function clinical(events: readonly DecidedEvent[]) {
  const beside = ['AnnulmentRequested', 'AnnulmentDeclined', 'PatientUnblinded'];
  return patientStateOf(events)
    .entries.filter(({ type }) => !beside.includes(type))
    .map(({ type, data }) => ({ type, data }));
}

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
    expect(clinical(annulled)).toEqual(clinical(IMPLANTED));
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
    for (const type of ['ProductReleased', 'Implanted']) expect(sentence).toContain(type);
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
    expect(clinical([...IMPLANTED, ...events])).toEqual(clinical(patientHistory({ until: 'randomized' })));
  });

  it('is news of an adverse event, and a completion without its last visit', () => {
    const reported = [...COMPLETED, patientEvent('AdverseEventReported'), patientEvent('AdverseEventFollowedUp')];
    given(reported).when(annulment(reported, 'AdverseEventReported')).expectRefusal('needed-by-others');
    given(reported)
      .when(annulment(reported, 'AdverseEventReported', 'AdverseEventFollowedUp'))
      .expectAccepted();
    given(reported).when(asking(reported, 'FollowUpAssessed')).expectAccepted();
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
      'Randomized cannot be annulled: correct what is wrong in the entry instead',
    );
  });
});

describe('a patient who never was', () => {
  const consented = patientHistory({ until: 'consented' });
  const confirmed = patientHistory({ until: 'confirmed' });

  it('is annulled with the consent, once everything else is', () => {
    given(confirmed).when(annulment(confirmed, 'ConsentGiven')).expectRefusal('needed-by-others', '/entries');
    const all = annulment(confirmed, ...confirmed.map(({ type }) => type));
    expect(statusOf(patientStateOf(after(confirmed, all)))).toBe('annulled');
  });

  it('keeps the code for ever', () => {
    const annulled = after(consented, annulment(consented, 'ConsentGiven'));
    given(annulled)
      .when(commandFor(patientEvent('ConsentGiven')))
      .expectRefusal('patient-annulled');
    given(annulled)
      .when(commandFor(patientEvent('PatientScreened')))
      .expectRefusal('patient-annulled');
  });

  it('may have been signed off: that is no ground to keep the consent', () => {
    const signed = [...consented, patientEvent('Died'), patientEvent('PatientSignedOff', { throughRevision: 1 })];
    const asked = after(signed, asking(signed, 'ConsentGiven', 'Died'), { by: 'u-017' });
    expect(statusOf(patientStateOf(after(asked, confirming(asked), { by: 'u-200' })))).toBe('annulled');
  });

  it('is not one who was randomized: that stays, and is a deviation', () => {
    const { decision } = given(COMPLETED).when(annulment(COMPLETED, 'ConsentGiven'));
    expect(JSON.stringify(decision)).toContain('Randomized cannot be annulled');
  });
});

describe('what was annulled by mistake', () => {
  const wrong = [...IMPLANTED, patientEvent('Revascularized')];
  const annulled = after(wrong, annulment(wrong, 'Revascularized'));
  const again = commandFor(patientEvent('Revascularized'));
  const replaces = idOf(wrong, 'Revascularized');

  it('is entered again, and names it', () => {
    const entered = after(annulled, again, { replaces });
    expect(entered.slice(-2).map(({ type }) => type)).toEqual(['Revascularized', 'EnteredAgain']);
    const { entries, struck } = patientStateOf(entered);
    expect(struck).toMatchObject([{ id: replaces, enteredAgain: idOf(entered.slice(0, -1), ['Revascularized', 1]) }]);
    expect(entries.at(-1)).toMatchObject({ type: 'Revascularized' });
  });

  it('is entered again once, as what it was', () => {
    const entered = after(annulled, again, { replaces });
    given(entered)
      .when(commandFor(patientEvent('Revascularized', { procedure: 'stent' })), { replaces })
      .expectRefusal('not-annulled', '/replaces');
    given(annulled)
      .when(commandFor(patientEvent('Amputated')), { replaces })
      .expectRefusal('not-annulled', '/replaces');
    given(wrong)
      .when(commandFor(patientEvent('Revascularized', { procedure: 'stent' })), { replaces })
      .expectRefusal('not-annulled', '/replaces');
  });
});

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
    const asked = after(wrong, asking(wrong, 'Amputated', 'Died'), { by: 'u-017' });
    expect(statusOf(patientStateOf(asked))).toBe('died');
    const annulled = after(asked, confirming(asked), {
      by: 'u-200',
      mayDo: (action) => action === 'confirm-annulment',
    });
    expect(statusOf(patientStateOf(annulled))).toBe('in-follow-up');
    expect(majorAmputations(patientStateOf(annulled))).toEqual([]);
    expect(clinical(annulled)).toEqual(clinical(IMPLANTED));
    given(annulled).when(confirming(annulled), { by: 'u-200' }).expectRefusal('annulment-not-requested', '/request');
  });

  it('is not annulled by one person who is both', () => {
    const asked = after(DIED, asking(DIED, 'Died'), { by: 'u-017' });
    given(asked).when(confirming(asked), { by: 'u-017' }).expectRefusal('own-request', '/request');
  });

  it('is not annulled by two who both know the arm', () => {
    const told = [
      ...DIED,
      patientEvent('PatientUnblinded', { shownTo: 'u-017' }),
      patientEvent('PatientUnblinded', { shownTo: 'u-200' }),
    ];
    const asked = after(told, asking(told, 'Died'), { by: 'u-017' });
    given(asked).when(confirming(asked), { by: 'u-200' }).expectRefusal('assessor-unblinded', '/request');
    given(asked).when(confirming(asked), { by: 'u-300' }).expectAccepted();
    const blinded = after(told, asking(told, 'Died'), { by: 'u-018' });
    given(blinded).when(confirming(blinded), { by: 'u-200' }).expectAccepted();
  });

  it('is not annulled by two who both know it, with whichever of their accounts they had been told', () => {
    const told = [...DIED, ...['old-017', 'u-200'].map((shownTo) => patientEvent('PatientUnblinded', { shownTo }))];
    const asked = after(told, asking(told, 'Died'), { by: 'u-017', otherAccounts: ['old-017'] });
    expect(asked.at(-1)?.data).toMatchObject({ requestedBy: 'u-017', knewArm: true });
    given(asked).when(confirming(asked), { by: 'u-200' }).expectRefusal('assessor-unblinded', '/request');
    given(asked)
      .when(confirming(asked), { by: 'u-201', otherAccounts: ['u-200'] })
      .expectRefusal('assessor-unblinded', '/request');
    given(asked)
      .when(confirming(asked), { by: 'u-018', otherAccounts: ['u-017'] })
      .expectRefusal('own-request', '/request');
    given(asked).when(confirming(asked), { by: 'u-300' }).expectAccepted();
  });

  it('stands where the other person declines, and can be asked for again', () => {
    const asked = after(DIED, asking(DIED, 'Died'), { by: 'u-017' });
    const [request = ''] = entriesOf(STREAM, asked, ['AnnulmentRequested']);
    given(asked).when(asking(asked, 'Died')).expectRefusal('annulment-already-requested', '/entries/0');
    const declined = after(asked, { type: 'DeclineAnnulment', data: { request } });
    expect(statusOf(patientStateOf(declined))).toBe('died');
    given(declined).when(confirming(declined)).expectRefusal('annulment-not-requested');
    given(declined).when(asking(declined, 'Died')).expectAccepted();
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
    given(completed).when(confirming(completed), { by: 'u-200' }).expectRefusal('needed-by-others', '/request');
  });

  it('needs a reason when it is asked for, and when it is declined', () => {
    given(DIED).when(asking(DIED, 'Died'), { reason: null }).expectRefusal('reason-missing', '/reason');
  });

  it('does not break the sign-off before it is confirmed', () => {
    const signed = [...DIED, patientEvent('PatientSignedOff')];
    const asked = after(signed, asking(signed, 'Died'), { by: 'u-017' });
    given(asked)
      .when(commandFor(patientEvent('PatientSignedOff')))
      .expectRefusal('already-signed-off');
  });
});

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
