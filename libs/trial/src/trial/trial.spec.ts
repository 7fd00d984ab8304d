import { describe, expect, it } from '@jest/globals';
import { FOLLOW_UP_VISITS } from '@bali/protocol';
import {
  givenTrial,
  recordId,
  trialCommandFor,
  trialCorrection,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import {
  isOpen,
  lastVisit,
  sitesOf,
  siteOf,
  targetInForce,
  TRIAL_STREAM,
  visitsInForce,
  wasOpenOn,
} from './trial-state.js';

const OPENED = trialHistory();
const amendment = (recruitmentTarget: number) =>
  trialCommandFor(trialEvent('RecruitmentTargetAmended', { recruitmentTarget }));
const M12 = { code: 'M12', title: '12 months', monthsAfterImplantation: 12, windowDays: 30 };

describe('the trial', () => {
  it('[P11-10f] is registered first, and once', () => {
    const registered = trialEvent('TrialRegistered');
    givenTrial([]).when(trialCommandFor(registered)).expectEvents(registered);
    givenTrial([registered]).when(trialCommandFor(registered)).expectRefusal('trial-already-registered');
    for (const type of ['RecruitmentTargetAmended', 'VisitScheduleAmended', 'SiteOpened', 'SiteClosed'] as const) {
      givenTrial([])
        .when(trialCommandFor(trialEvent(type)))
        .expectRefusal('trial-not-registered');
    }
  });

  it('is not registered tomorrow', () => {
    givenTrial([])
      .when(trialCommandFor(trialEvent('TrialRegistered')), { now: '2026-01-04T22:59:59.000Z' })
      .expectRefusal('in-the-future', '/registeredOn');
  });

  it('has its target amended from 110 to 40, and both are in the record', () => {
    givenTrial(OPENED).when(amendment(40)).expectEvents(trialEvent('RecruitmentTargetAmended'));
    expect(targetInForce(trialStateOf(OPENED))).toBe(110);
    expect(targetInForce(trialStateOf([...OPENED, trialEvent('RecruitmentTargetAmended')]))).toBe(40);
  });

  it('knows by itself which target an amendment replaces', () => {
    const claimed = { ...amendment(40), data: { ...trialEvent('RecruitmentTargetAmended').data, formerTarget: 7 } };
    givenTrial(OPENED)
      .when(claimed as typeof claimed & { type: 'AmendRecruitmentTarget' })
      .expectEvents(trialEvent('RecruitmentTargetAmended'));
  });

  it('is amended for a reason', () => {
    givenTrial(OPENED).when(amendment(40), { reason: null }).expectRefusal('reason-missing', '/reason');
    givenTrial(OPENED)
      .when(trialCommandFor(trialEvent('VisitScheduleAmended')), { reason: null })
      .expectRefusal('reason-missing');
    givenTrial(OPENED)
      .when(trialCommandFor(trialEvent('SiteClosed')), { reason: null })
      .expectRefusal('reason-missing');
  });

  it('has the visits in force that were amended last, and always the endpoint’s', () => {
    const visits = [...FOLLOW_UP_VISITS, M12];
    const amended = trialEvent('VisitScheduleAmended', { visits });
    givenTrial(OPENED).when(trialCommandFor(amended)).expectEvents(amended);
    const state = trialStateOf([...OPENED, amended]);
    expect(visitsInForce(state)).toEqual(visits);
    expect(lastVisit(state)).toEqual(M12);
    const without = trialEvent('VisitScheduleAmended', { visits: [M12] });
    givenTrial(OPENED).when(trialCommandFor(without)).expectRefusal('visits-without-endpoint', '/visits');
  });
});

describe('[R3-435] a site', () => {
  const closing = (closedOn: string) => trialCommandFor(trialEvent('SiteClosed', { closedOn }));
  const opening = (openedOn: string) => trialCommandFor(trialEvent('SiteOpened', { openedOn }));
  const closed = [...OPENED, trialEvent('SiteClosed', { closedOn: '2026-05-04' })];

  it('is opened, closed and opened again, and was open in between or not', () => {
    givenTrial(OPENED)
      .when(closing('2026-05-04'))
      .expectEvents(trialEvent('SiteClosed', { closedOn: '2026-05-04' }));
    givenTrial(closed)
      .when(opening('2026-07-01'))
      .expectEvents(trialEvent('SiteOpened', { openedOn: '2026-07-01' }));
    const site = siteOf(trialStateOf([...closed, trialEvent('SiteOpened', { openedOn: '2026-07-01' })]), 'REI')!;
    expect(isOpen(site)).toBe(true);
    const dates = ['2026-01-14', '2026-01-15', '2026-05-04', '2026-05-05', '2026-06-30', '2026-07-01'];
    expect(dates.map((date) => wasOpenOn(site, date))).toEqual([false, true, true, false, false, true]);
  });

  it('closed by mistake is opened again on the same day', () => {
    givenTrial(closed).when(opening('2026-05-04')).expectAccepted();
    givenTrial(closed).when(opening('2026-05-03')).expectRefusal('out-of-order', '/openedOn');
  });

  it('is not closed before it was opened, nor twice', () => {
    givenTrial(OPENED).when(closing('2026-01-14')).expectRefusal('out-of-order', '/closedOn');
    givenTrial(closed).when(closing('2026-05-05')).expectRefusal('site-not-open', '/site');
  });

  it('may be a new one', () => {
    const lyon = trialEvent('SiteOpened', {
      site: 'LYO',
      name: 'Hospices Civils de Lyon',
      city: 'Lyon',
      openedOn: '2026-06-01',
    });
    givenTrial(OPENED).when(trialCommandFor(lyon)).expectEvents(lyon);
    expect(sitesOf(trialStateOf([...OPENED, lyon])).map(({ code }) => code)).toEqual([
      'REI',
      'NAN',
      'PAR',
      'MUL',
      'STR',
      'LYO',
    ]);
  });

  it('needs a time zone that there is', () => {
    givenTrial(OPENED)
      .when(trialCommandFor(trialEvent('SiteOpened', { site: 'LYO', timeZone: 'Europe/Lyon' })))
      .expectRefusal('invalid-value', '/timeZone');
  });
});

describe('[R3-424] a correction of the trial’s own record', () => {
  const reopened = [
    ...OPENED,
    trialEvent('SiteClosed', { closedOn: '2026-05-04' }),
    trialEvent('SiteOpened', { openedOn: '2026-07-01' }),
  ];

  it.each([
    ['TrialRegistered', '/title', 'Bone-marrow autograft in limb ischemia'],
    ['TrialRegistered', '/recruitmentTarget', 120],
    ['TrialRegistered', '/visits/0/windowDays', 10],
    ['TrialRegistered', '/registeredOn', '2026-01-04'],
    ['SiteOpened', '/name', 'Centre Hospitalier Universitaire de Reims'],
    ['SiteOpened', '/openedOn', '2026-01-16'],
    ['SiteClosed', '/closedOn', '2026-06-30'],
  ])('changes %s %s', (type, field, value) => {
    givenTrial(reopened)
      .when(trialCorrection(reopened, type, field, value))
      .expectAccepted();
  });

  it('says what it was and what it is', () => {
    const renamed = trialCorrection(OPENED, 'SiteOpened', '/name', 'CHU Reims');
    givenTrial(OPENED)
      .when(renamed)
      .expectEvents({
        type: 'DataCorrected',
        data: {
          correctedEvent: recordId(TRIAL_STREAM, 1),
          correctedType: 'SiteOpened',
          field: '/name',
          oldValue: 'CHU de Reims',
          newValue: 'CHU Reims',
          computed: false,
        },
      });
  });

  it.each([
    ['TrialRegistered', '/registryId', 'NCT00000000', 'field-not-correctable'],
    ['SiteOpened', '/site', 'LYO', 'field-not-correctable'],
    ['SiteClosed', '/site', 'NAN', 'field-not-correctable'],
    ['TrialRegistered', '/registeredOn', '2027-01-04', 'in-the-future'],
    ['TrialRegistered', '/visits/2/monthsAfterImplantation', 5, 'visits-without-endpoint'],
    ['TrialRegistered', '/visits/0/code', 'M3', 'visits-not-distinct'],
    ['TrialRegistered', '/recruitmentTarget', 0, 'invalid-value'],
    ['SiteOpened', '/timeZone', 'Mars/Olympus', 'invalid-value'],
    ['SiteClosed', '/closedOn', '2026-07-02', 'out-of-order'],
    ['SiteClosed', '/closedOn', '2026-01-14', 'out-of-order'],
  ] as const)('does not change %s %s to %s', (type, field, value, code) => {
    givenTrial(reopened)
      .when(trialCorrection(reopened, type, field, value))
      .expectRefusal(code);
  });
});
