import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  given,
  LONG_AFTER,
  patientEvent,
  patientHistory,
  patientStateOf,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { SITES } from '@bali/protocol';
import { isLate, isLost, recordedDaysAfter, statusOf } from '../index.js';

const RANDOMIZED = patientHistory({ until: 'randomized' });
const IMPLANTED = patientHistory({ until: 'implanted' });

/** A history until the product is released, with the harvest and the release at these moments. */
function released(harvestedAt: string, releasedAt: string) {
  return [...RANDOMIZED, patientEvent('Harvested', { harvestedAt }), patientEvent('ProductReleased', { releasedAt })];
}

const implantation = (implantedAt: string) => commandFor(patientEvent('Implanted', { implantedAt }));

describe('the day of the harvest', () => {
  it.each([
    ['in winter', '2026-03-10T21:00:00+01:00', '2026-03-10T23:59:59+01:00', '2026-03-11T00:00:00+01:00'],
    ['in summer', '2026-07-10T21:00:00+02:00', '2026-07-10T23:59:59+02:00', '2026-07-11T00:00:00+02:00'],
    ['when the clocks go forward', '2026-03-29T01:30:00+01:00', '2026-03-29T23:59:59+02:00', '2026-03-29T22:00:00Z'],
    ['when the clocks go back', '2026-10-25T02:30:00+02:00', '2026-10-25T23:59:59+01:00', '2026-10-25T23:00:00Z'],
    ['at the end of the year', '2025-12-31T20:00:00Z', '2025-12-31T22:59:59Z', '2025-12-31T23:00:00Z'],
    [
      'in whatever offset it is written',
      '2026-03-11T00:30:00+09:00',
      '2026-03-11T07:59:59+09:00',
      '2026-03-11T08:00:00+09:00',
    ],
  ])('[P11-10f] ends at midnight of the site: %s', (when, harvestedAt, lastMoment, firstMoment) => {
    const isLastYear = when === 'at the end of the year';
    const history = released(harvestedAt, harvestedAt).map((event) => (isLastYear ? earlier(event) : event));
    const trial = isLastYear ? trialHistory().map(earlier) : trialHistory();
    given(history, trial).when(implantation(lastMoment)).expectAccepted();
    given(history, trial).when(implantation(firstMoment)).expectRefusal('not-the-day-of-the-harvest', '/implantedAt');
  });

  it('is that of the site where the patient is, not of Paris', () => {
    const martinique = trialHistory().map((event) =>
      event.type === 'SiteOpened' ? { ...event, data: { ...event.data, timeZone: 'America/Martinique' } } : event,
    );
    const history = released('2026-03-10T20:00:00-04:00', '2026-03-10T21:00:00-04:00');
    given(history, martinique).when(implantation('2026-03-10T23:30:00-04:00')).expectAccepted();
    given(history).when(implantation('2026-03-10T23:30:00-04:00')).expectAccepted();
    const overMidnightInParis = released('2026-03-10T18:00:00-04:00', '2026-03-10T18:30:00-04:00');
    given(overMidnightInParis, martinique).when(implantation('2026-03-10T20:00:00-04:00')).expectAccepted();
    given(overMidnightInParis)
      .when(implantation('2026-03-10T20:00:00-04:00'))
      .expectRefusal('not-the-day-of-the-harvest');
  });

  it('holds for the release of the product too', () => {
    given(patientHistory({ until: 'harvested' }))
      .when(commandFor(patientEvent('ProductReleased', { releasedAt: '2026-03-11T00:10:00+01:00' })))
      .expectRefusal('not-the-day-of-the-harvest', '/releasedAt');
  });

  it('[P11-10f] has its steps in their order, to the second', () => {
    const history = released('2026-03-10T09:30:00+01:00', '2026-03-10T12:30:00+01:00');
    given(history).when(implantation('2026-03-10T12:29:59+01:00')).expectRefusal('out-of-order', '/implantedAt');
    given(history).when(implantation('2026-03-10T11:30:00Z')).expectAccepted();
  });
});

/** The same event a year earlier. */
function earlier<Event extends { readonly type: string; readonly data: object }>(event: Event): Event {
  const data = Object.fromEntries(
    Object.entries(event.data).map(([name, value]: [string, unknown]) =>
      /(consented|screened|registered|opened)On/.test(name)
        ? [name, String(value).replace('2026', '2025')]
        : [name, value],
    ),
  );
  return { ...event, data };
}

describe('the future', () => {
  it('begins tomorrow, by the clock of the site', () => {
    const death = commandFor(patientEvent('Died', { diedOn: '2026-05-04', awareAt: '2026-05-04T00:00:00+02:00' }));
    given(IMPLANTED).when(death, { now: '2026-05-03T21:59:59.999Z' }).expectRefusal('in-the-future', '/diedOn');
    given(IMPLANTED).when(death, { now: '2026-05-03T22:00:00.000Z' }).expectAccepted();
  });

  it('[EMA-45] of a moment begins when no clock that is a little ahead could show it, and is refused in words', () => {
    const released = patientHistory({ until: 'released' });
    const now = '2026-03-10T13:00:00.000Z';
    given(released).when(implantation('2026-03-10T14:00:00+01:00'), { now }).expectAccepted();
    given(released).when(implantation('2026-03-10T14:05:00+01:00'), { now }).expectAccepted();
    given(released)
      .when(implantation('2026-03-10T14:05:01+01:00'), { now })
      .expectRefusal('in-the-future', '/implantedAt');
  });

  it('holds no end of an adverse event either', () => {
    const ended = commandFor(patientEvent('AdverseEventReported', { endedOn: '2027-03-01' }));
    given(IMPLANTED).when(ended).expectRefusal('in-the-future', '/endedOn');
  });
});

describe('a late entry', () => {
  const amputation = {
    type: 'Amputated',
    data: patientEvent('Amputated', { performedOn: '2026-05-04' }).data,
  } as const;

  it.each([
    ['on the day', '2026-05-04T12:00:00.000Z', 0, false],
    ['5 days later', '2026-05-09T21:59:59.000Z', 5, false],
    ['6 days later', '2026-05-09T22:00:00.000Z', 6, true],
    ['7 months later', '2026-12-04T12:00:00.000Z', 214, true],
  ])('[EMA-45] [ALCOA] recorded %s', (_, recordedAt, days, late) => {
    const entry = { ...amputation, recordedAt };
    expect(recordedDaysAfter(entry, 'Europe/Paris')).toBe(days);
    expect(isLate(entry, 'Europe/Paris')).toBe(late);
    given(IMPLANTED).when(commandFor(amputation), { now: recordedAt }).expectEvents(amputation);
  });

  it('[EMA-45] is counted over the turn of the year', () => {
    const entry = {
      ...amputation,
      data: { ...amputation.data, performedOn: '2026-12-30' },
      recordedAt: '2027-01-05T00:00:00.000Z',
    };
    expect(recordedDaysAfter(entry, 'Europe/Paris')).toBe(6);
  });

  it('is never a randomization: that happens when it is recorded', () => {
    const entry = { ...patientEvent('Randomized'), recordedAt: '2026-03-05T09:00:00.000Z' };
    expect(isLate(entry, 'Europe/Paris')).toBe(false);
  });
});

describe('after death', () => {
  const died = [...IMPLANTED, patientEvent('Died', { diedOn: '2026-05-04' })];

  it.each([
    ['FollowUpAssessed', { visit: 'M1', assessedOn: '2026-05-05' }, '/assessedOn'],
    ['Amputated', { performedOn: '2026-05-05' }, '/performedOn'],
    ['Revascularized', { performedOn: '2026-05-05' }, '/performedOn'],
    ['AdverseEventReported', { startedOn: '2026-05-05' }, '/startedOn'],
    ['LostToFollowUp', { lastContactOn: '2026-05-05' }, '/lastContactOn'],
    ['ConsentWithdrawn', { withdrawnOn: '2026-05-05' }, '/withdrawnOn'],
  ] as const)('[P11-10f] %s does not happen', (type, changes, field) => {
    given(died)
      .when(commandFor(patientEvent(type, changes)))
      .expectRefusal('patient-died', field);
  });

  const before = [
    patientEvent('FollowUpAssessed', { assessedOn: '2026-05-04' }),
    patientEvent('Amputated', { performedOn: '2026-05-04' }),
    patientEvent('Revascularized', { performedOn: '2026-05-01' }),
    patientEvent('AdverseEventReported', { startedOn: '2026-05-04', outcome: 'fatal', seriousness: ['death'] }),
  ];

  it.each(before.map((event) => [event.type, event] as const))(
    '[EMA-45] %s of before is still recorded',
    (_, event) => {
      given(died).when(commandFor(event)).expectEvents(event);
    },
  );

  it('the result of an autopsy is still recorded', () => {
    const news = patientEvent('AdverseEventFollowedUp', {
      assessedOn: '2026-06-20',
      endedOn: '2026-05-04',
      awareAt: '2026-06-20T10:00:00+02:00',
      outcome: 'fatal',
      seriousness: ['death'],
    });
    given([...died, patientEvent('AdverseEventReported')])
      .when(commandFor(news))
      .expectAccepted();
  });

  it('no implantation happens later on the same day', () => {
    const history = [...patientHistory({ until: 'released' }), patientEvent('Died', { diedOn: '2026-03-10' })];
    const [, recordedAt] = [history, patientStateOf(history).entries.at(-1)!.recordedAt];
    expect(recordedAt).toBe('2026-03-10T22:01:00.000Z');
    given(history).when(implantation('2026-03-10T14:00:00+01:00')).expectAccepted();
    given(history).when(implantation('2026-03-10T23:30:00+01:00')).expectRefusal('patient-died', '/implantedAt');
  });

  it.each(['consented', 'screened', 'randomized', 'harvested', 'released'] as const)(
    'which came when the patient was %s, the way ends',
    (until) => {
      const history = [...patientHistory({ until }), patientEvent('Died')];
      expect(statusOf(patientStateOf(history))).toBe('died');
      given(patientHistory({ until }))
        .when(commandFor(patientEvent('Died')))
        .expectAccepted();
    },
  );

  it('is not dated before what the patient is known to have lived through', () => {
    given(patientHistory({ until: 'M1' }))
      .when(commandFor(patientEvent('Died', { diedOn: '2026-04-09' })))
      .expectRefusal('patient-died', '/diedOn');
  });

  it('that the site had not heard of when it randomized the patient is recorded as it was', () => {
    given(RANDOMIZED)
      .when(commandFor(patientEvent('Died', { diedOn: '2026-03-03' })))
      .expectRefusal('patient-died', '/diedOn');
    given(RANDOMIZED)
      .when(commandFor(patientEvent('Died', { diedOn: '2026-03-04' })))
      .expectAccepted();
  });
});

describe('the end of participation', () => {
  it('by withdrawal: nothing later is recorded but the vital status and news for safety’s sake', () => {
    const withdrawn = [
      ...IMPLANTED,
      patientEvent('AdverseEventReported'),
      patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-05-04' }),
    ];
    expect(statusOf(patientStateOf(withdrawn))).toBe('withdrawn');
    given(withdrawn)
      .when(commandFor(patientEvent('FollowUpAssessed', { assessedOn: '2026-05-05' })))
      .expectRefusal('consent-withdrawn', '/assessedOn');
    given(withdrawn)
      .when(commandFor(patientEvent('FollowUpAssessed', { assessedOn: '2026-04-10' })))
      .expectAccepted();
    given(withdrawn)
      .when(commandFor(patientEvent('Died', { knownFrom: 'public-register' })))
      .expectAccepted();
    given(withdrawn)
      .when(commandFor(patientEvent('AdverseEventFollowedUp', { assessedOn: '2026-06-01' })))
      .expectAccepted();
  });

  it('by withdrawal between the harvest and the implantation: the implantation does not follow', () => {
    const withdrawn = [
      ...patientHistory({ until: 'released' }),
      patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-03-10' }),
    ];
    given(withdrawn).when(implantation('2026-03-10T23:30:00+01:00')).expectRefusal('consent-withdrawn', '/implantedAt');
    given(withdrawn)
      .when(commandFor(patientEvent('Died', { knownFrom: 'public-register' })))
      .expectAccepted();
    given([...patientHistory({ until: 'screened' }), patientEvent('ConsentWithdrawn')])
      .when(commandFor(patientEvent('Randomized')))
      .expectRefusal('consent-withdrawn');
  });

  it('by withdrawal that became known late: never refused for what was done meanwhile', () => {
    const followed = patientHistory({ until: 'M3' });
    const withdrawal = patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-05-04' });
    given(followed).when(commandFor(withdrawal)).expectEvents(withdrawal);
    given([...followed, withdrawal])
      .when(commandFor(patientEvent('FollowUpAssessed', { visit: 'M6', assessedOn: '2026-09-10' })))
      .expectRefusal('consent-withdrawn');
  });

  it('lost, found again by a later visit, and lost once more', () => {
    const lost = [...patientHistory({ until: 'M1' }), patientEvent('LostToFollowUp', { lastContactOn: '2026-05-01' })];
    const lostAgain = patientEvent('LostToFollowUp', { lastContactOn: '2026-08-01' });
    expect(statusOf(patientStateOf(lost))).toBe('lost-to-follow-up');
    given(lost).when(commandFor(lostAgain)).expectRefusal('already-lost-to-follow-up');
    const found = [...lost, patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' })];
    expect([isLost(patientStateOf(found)), statusOf(patientStateOf(found))]).toEqual([false, 'in-follow-up']);
    given(found).when(commandFor(lostAgain)).expectEvents(lostAgain);
    expect(statusOf(patientStateOf([...found, lostAgain]))).toBe('lost-to-follow-up');
  });

  it('is no loss before the patient was last seen', () => {
    given(patientHistory({ until: 'M3' }))
      .when(commandFor(patientEvent('LostToFollowUp', { lastContactOn: '2026-06-09' })))
      .expectRefusal('out-of-order', '/lastContactOn');
  });

  it('by completion: not before the contact at its end; what is heard later is recorded all the same', () => {
    given(patientHistory({ until: 'M6' }))
      .when(commandFor(patientEvent('FollowUpCompleted', { completedOn: '2026-09-09' })))
      .expectRefusal('out-of-order', '/completedOn');
    const withoutM1 = patientHistory({ until: 'completed' }).filter(
      (event) => event.type !== 'FollowUpAssessed' || event.data.visit !== 'M1',
    );
    given(withoutM1)
      .when(commandFor(patientEvent('FollowUpAssessed')))
      .expectAccepted();
    given(withoutM1)
      .when(commandFor(patientEvent('FollowUpAssessed', { assessedOn: '2026-09-11' })))
      .expectAccepted();
  });
});

describe('[R3-435] a site', () => {
  const closed = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-06-04' }));
  const reopened = [...closed, trialEvent('SiteOpened', { openedOn: '2026-07-01' })];
  const visit = (assessedOn: string) => commandFor(patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn }));

  it('that is closed records what happened while it was open, and nothing else', () => {
    given(IMPLANTED, closed).when(visit('2026-06-04')).expectAccepted();
    given(IMPLANTED, closed).when(visit('2026-06-05')).expectRefusal('site-not-open', '/assessedOn');
    given([], closed)
      .when(commandFor(patientEvent('ConsentGiven', { consentedOn: '2026-06-05' })))
      .expectRefusal('site-not-open', '/consentedOn');
    given(patientHistory({ until: 'screened' }), closed)
      .when(commandFor(patientEvent('Randomized')), { now: LONG_AFTER })
      .expectRefusal('site-not-open');
  });

  it('that is opened again works again, but not for the time between', () => {
    given(IMPLANTED, reopened).when(visit('2026-06-30')).expectRefusal('site-not-open');
    given(IMPLANTED, reopened).when(visit('2026-07-01')).expectAccepted();
  });

  it('that is not open yet records nothing', () => {
    given([])
      .when(commandFor(patientEvent('ConsentGiven', { consentedOn: '2026-01-14' })))
      .expectRefusal('site-not-open', '/consentedOn');
  });

  it('records after its closing what may come later, but nothing from before its opening', () => {
    const death = (diedOn: string) => commandFor(patientEvent('Died', { diedOn }));
    given(IMPLANTED, closed).when(death('2026-06-05')).expectAccepted();
    given(IMPLANTED, closed).when(death('2026-01-14')).expectRefusal('site-not-open', '/diedOn');
  });

  it('that is closed says of a day in the future that it is one', () => {
    given(IMPLANTED, closed).when(visit('2027-03-01')).expectRefusal('in-the-future', '/assessedOn');
  });

  it('leaves the other sites alone', () => {
    const others = SITES.filter(({ code }) => code !== 'REI').map(({ code }) => code);
    for (const site of others) {
      given([], closed)
        .when(commandFor(patientEvent('ConsentGiven', { patient: `${site}-001`, site, consentedOn: '2026-05-05' })))
        .expectAccepted();
    }
  });

  it.each([
    ['Died', { diedOn: '2026-06-01' }],
    ['Amputated', { performedOn: '2026-06-01' }],
    ['AdverseEventReported', { startedOn: '2026-06-01' }],
    ['ConsentWithdrawn', { withdrawnOn: '2026-06-01' }],
  ] as const)('that is closed does not end the safety of its patients: %s', (type, changes) => {
    given(IMPLANTED, closed)
      .when(commandFor(patientEvent(type, changes)))
      .expectAccepted();
  });
});
