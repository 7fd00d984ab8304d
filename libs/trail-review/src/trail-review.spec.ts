import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import { TwoLedgers } from '@bali/trail-review/testing';
import { patientEvent, patientHistory, trialEvent, trialHistory } from '@bali/trial/testing';
import { type AsOf, TRAIL_CHECKS, TrailReview } from './index.js';

const ASKED: AsOf = {
  now: '2026-12-01T10:00:00.000Z',
  textOf: (hash) => ({ [SHORT]: 'x' })[hash] ?? 'The value was misread in the source.',
};
const SHORT = '1'.repeat(64);
const USUAL = '2'.repeat(64);
const BOTH = ['trial', 'access'] as const;

const access = (type: string, data: object): DecidedEvent => ({ type, data });
const account = (userId: string) => `account-${userId}`;
const created = (userId: string) => access('AccountCreated', { userId, name: userId, organisation: 'CHU de Reims' });
const delegated = (role: string, more: object = {}) =>
  access('RoleDelegated', { delegation: 1, role, sites: [], from: '2026-01-05', ...more });
const signedIn = (role: string) => access('SignedIn', { session: 'a session', role, sites: [] });
const corrected = (correctedEvent: string, oldValue: unknown, newValue: unknown, about: object = {}) => ({
  type: 'DataCorrected',
  data: {
    correctedEvent,
    correctedType: 'Harvested',
    field: '/volumeMl',
    oldValue,
    newValue,
    computed: false,
    ...about,
  },
});
const verifiedFields = (entry: string): DecidedEvent => ({
  type: 'SourceDataVerified',
  data: { verdict: 'agrees', verified: [{ entry, fields: ['/volumeMl'] }], verifiedBy: 'monitor' },
});
const queryAbout = (entry: string, number: number) =>
  patientEvent('QueryRaised', { number, entry, field: '/volumeMl', raisedBy: 'monitor', raisedByRole: 'monitor' });
const closed = (number: number) => patientEvent('QueryClosed', { number });
const treated = (startedOn: string) => patientEvent('ConcomitantTreatmentRecorded', { startedOn });

/** Two patients from consent to completion, the people who record them, and nothing that anybody has to look at. */
function quiet(): TwoLedgers {
  const ledgers = new TwoLedgers();
  for (const event of trialHistory()) ledgers.trial(event, { at: '2026-01-15T10:00:00.000Z' });
  for (const [code, yearOfBirth] of [
    ['REI-001', 1953],
    ['NAN-001', 1948],
  ] as const) {
    const events = patientHistory({ until: 'completed', patient: code });
    const [consent, ...others] = events;
    ledgers.course(code, [{ ...consent!, data: { ...consent!.data, yearOfBirth } }, ...others]);
  }
  for (const [userId, role] of [
    ['coordinator', 'study-coordinator'],
    ['sponsor', 'sponsor-coordinator'],
  ] as const) {
    ledgers.access(account(userId), created(userId), { at: '2026-01-05T09:00:00.000Z' });
    ledgers.access(account(userId), delegated(role), { at: '2026-01-05T09:10:00.000Z' });
    ledgers.access(account(userId), signedIn(role), { at: '2026-01-06T09:00:00.000Z', by: userId, role });
  }
  for (const day of ['09', '10']) {
    const anchor = trialEvent('SealedLedgerAnchored', { anchoredOn: `2026-11-${day}` });
    ledgers.trial(anchor, { at: `2026-11-${day}T02:00:00.000Z`, by: 'system', role: 'system' });
  }
  return ledgers;
}

/** The id that the kit gives to the harvest of the first patient. */
function harvestOf(ledgers: TwoLedgers): string {
  return ledgers.seen().find(({ record }) => record.type === 'Harvested' && record.stream === 'patient-REI-001')!.record
    .id;
}

type Misdeed = (ledgers: TwoLedgers) => void;

/** A third patient, who is another person than the two. */
function third(
  ledgers: TwoLedgers,
  patient: string,
  until: 'confirmed' | 'implanted' | 'M1',
  changes: object = { yearOfBirth: 1939 },
): void {
  const [consent, ...others] = patientHistory({ until, patient });
  ledgers.course(patient, [{ ...consent!, data: { ...consent!.data, ...changes } }, ...others]);
}

/** One misdeed for each check. */
const MISDEEDS: Readonly<Record<string, Misdeed>> = {
  'account-without-delegation': (ledgers) => {
    ledgers.access(account('idle'), created('idle'), { at: '2026-02-02T09:00:00.000Z' });
  },
  'late-revocation': (ledgers) => {
    ledgers.access(account('gone'), created('gone'), { at: '2026-01-05T09:00:00.000Z' });
    ledgers.access(account('gone'), delegated('monitor', { until: '2026-02-27' }), { at: '2026-01-05T09:10:00.000Z' });
    ledgers.access(account('gone'), access('AccountDeactivated', {}), { at: '2026-03-16T09:00:00.000Z' });
  },
  'odd-hours': (ledgers) => {
    ledgers.access(account('coordinator'), signedIn('study-coordinator'), {
      at: '2026-03-03T02:30:00.000Z',
      by: 'coordinator',
    });
  },
  'failure-bursts': (ledgers) => {
    for (const [minute, reason] of [
      'password-wrong',
      'password-wrong',
      'locked-out',
      'locked-out',
      'role-not-held',
    ].entries()) {
      const refused = access('SignInRefused', { reason });
      ledgers.access(account('coordinator'), refused, { at: `2026-03-03T09:0${minute}:00.000Z`, by: 'coordinator' });
    }
  },
  'short-delegation': (ledgers) => {
    const more = { delegation: 2 };
    ledgers.access(account('coordinator'), delegated('monitor', more), { at: '2026-03-03T09:00:00.000Z' });
    ledgers.access(account('coordinator'), signedIn('monitor'), { at: '2026-03-03T09:05:00.000Z', by: 'coordinator' });
    ledgers.access(account('coordinator'), access('DelegationEnded', more), { at: '2026-03-03T10:00:00.000Z' });
  },
  'reads-that-could-unblind': (ledgers) => {
    const read = access('SealedDataRead', { what: 'allocation', patient: 'REI-001' });
    ledgers.access('disclosures', read, { at: '2026-06-02T09:00:00.000Z', by: 'sponsor', role: 'sponsor-coordinator' });
  },
  'late-entries': (ledgers) => {
    const operation = patientEvent('Revascularized', { performedOn: '2026-04-01' });
    ledgers.patient('REI-001', operation, { at: '2026-06-02T09:00:00.000Z' });
  },
  'entry-bursts': (ledgers) => {
    for (let place = 0; place < 12; place += 1) {
      const code = place < 6 ? 'REI-001' : 'NAN-001';
      const at = `2026-06-02T09:00:${String(10 + place)}.000Z`;
      ledgers.patient(code, treated('2026-06-01'), { at, by: 'another-coordinator' });
    }
  },
  'nights-and-weekends': (ledgers) => {
    ledgers.patient('REI-001', treated('2026-05-29'), { at: '2026-05-30T09:00:00.000Z' });
  },
  'before-consent': (ledgers) => {
    ledgers.patient('REI-001', patientEvent('Revascularized', { performedOn: '2026-02-27' }), {
      at: '2026-03-03T11:00:00.000Z',
    });
  },
  'outside-windows': (ledgers) => {
    third(ledgers, 'PAR-001', 'M1');
    const visit = patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-08-03' });
    ledgers.patient('PAR-001', visit, { at: '2026-08-04T09:00:00.000Z' });
    const missed = patientEvent('VisitMissed', { visit: 'M6', missedOn: '2026-10-01' });
    ledgers.patient('PAR-001', missed, { at: '2026-10-02T09:00:00.000Z' });
  },
  'likely-duplicates': (ledgers) => third(ledgers, 'STR-001', 'confirmed', { yearOfBirth: 1953 }),
  'due-and-absent': (ledgers) => third(ledgers, 'MUL-001', 'M1', { yearOfBirth: 1931 }),
  'correction-rate': (ledgers) => {
    const harvest = harvestOf(ledgers);
    for (let day = 10; day < 18; day += 1) {
      const at = `2026-08-${day}T09:00:00.000Z`;
      ledgers.patient('REI-001', corrected(harvest, 480 + day, 481 + day), { at });
    }
  },
  'critical-fields': (ledgers) => {
    const about = { field: '/harvestedAt' };
    const change = corrected(harvestOf(ledgers), '2026-03-10T08:30:00+01:00', '2026-03-10T08:40:00+01:00', about);
    ledgers.patient('REI-001', change, { at: '2026-06-02T09:00:00.000Z' });
  },
  'back-and-forth': (ledgers) => {
    const harvest = harvestOf(ledgers);
    ledgers.patient('REI-001', corrected(harvest, 500, 480), { at: '2026-06-02T09:00:00.000Z' });
    ledgers.patient('REI-001', corrected(harvest, 480, 500), { at: '2026-06-03T09:00:00.000Z' });
  },
  'changed-after-sign-off': (ledgers) => {
    ledgers.patient('REI-001', patientEvent('PatientSignedOff'), { at: '2026-10-05T09:00:00.000Z' });
    ledgers.patient('REI-001', corrected(harvestOf(ledgers), 500, 480), { at: '2026-10-06T09:00:00.000Z' });
  },
  'changed-after-lock-or-unblinding': (ledgers) => {
    ledgers.trial(trialEvent('DatabaseLocked'), { at: '2026-11-02T09:00:00.000Z' });
    ledgers.patient('REI-001', corrected(harvestOf(ledgers), 500, 480), { at: '2026-11-03T09:00:00.000Z' });
  },
  'changed-by-another': (ledgers) => {
    const change = corrected(harvestOf(ledgers), 500, 480);
    ledgers.patient('REI-001', change, { at: '2026-06-02T09:00:00.000Z', by: 'vendor' });
  },
  'boilerplate-reasons': (ledgers) => {
    const change = corrected(harvestOf(ledgers), 500, 480);
    ledgers.patient('REI-001', change, { at: '2026-06-02T09:00:00.000Z', reason: SHORT });
  },
  'changed-after-verification': (ledgers) => {
    const harvest = harvestOf(ledgers);
    ledgers.patient('REI-001', verifiedFields(harvest), {
      at: '2026-06-01T09:00:00.000Z',
      by: 'monitor',
      role: 'monitor',
    });
    ledgers.patient('REI-001', corrected(harvest, 500, 480), { at: '2026-06-02T09:00:00.000Z' });
  },
  'bulk-verification': (ledgers) => {
    for (let place = 0; place < 8; place += 1) {
      const around = { at: `2026-06-02T09:00:${10 + place}.000Z`, by: 'monitor', role: 'monitor' };
      ledgers.patient(place < 4 ? 'REI-001' : 'NAN-001', verifiedFields(USUAL), around);
    }
  },
  'old-queries': (ledgers) => {
    ledgers.patient('NAN-001', queryAbout(harvestOf(ledgers), 1), {
      at: '2026-06-02T09:00:00.000Z',
      by: 'monitor',
      role: 'monitor',
    });
  },
  'queries-closed-unchanged': (ledgers) => {
    const about = { by: 'monitor', role: 'monitor' };
    const harvest = harvestOf(ledgers);
    for (const number of [1, 2]) {
      ledgers.patient('REI-001', queryAbout(harvest, number), { at: `2026-07-0${number}T09:00:00.000Z`, ...about });
      if (number === 2) ledgers.patient('REI-001', corrected(harvest, 500, 490), { at: '2026-07-02T10:00:00.000Z' });
      ledgers.patient('REI-001', closed(number), { at: `2026-07-0${number}T11:00:00.000Z`, ...about });
    }
  },
  'bulk-signatures': (ledgers) => {
    for (let place = 0; place < 6; place += 1) {
      const code = place < 3 ? 'REI-001' : 'NAN-001';
      const around = {
        at: `2026-10-05T09:00:${10 + place}.000Z`,
        by: 'investigator',
        role: 'investigator',
        isSigned: true,
      };
      ledgers.patient(code, patientEvent('PatientSignedOff'), around);
    }
  },
  'clock-steps': (ledgers) => {
    const stepped = {
      noticed: 'while-running',
      clock: '2026-06-02T09:00:00.000Z',
      expected: '2026-06-02T12:00:00.000Z',
    };
    ledgers.access('clock', access('ClockStepped', stepped), { at: '2026-06-02T12:00:00.000Z' });
  },
  'many-exports': (ledgers) => {
    for (let hour = 10; hour < 14; hour += 1) {
      const exported = access('AuditLogExported', { entries: 3, treeSize: 20, filters: '' });
      ledgers.access('disclosures', exported, { at: `2026-06-02T${hour}:00:00.000Z`, by: 'sponsor' });
    }
  },
  redactions: (ledgers) => {
    const redacted = { redactedEvent: harvestOf(ledgers), field: '/data/comment', hash: USUAL, why: 'names-a-person' };
    ledgers.patient('REI-001', access('TextRedacted', redacted), {
      at: '2026-06-02T09:00:00.000Z',
      role: 'data-manager',
    });
  },
  'refusals-by-rule': (ledgers) => {
    for (let day = 10; day < 15; day += 1) {
      const refused = access('SignInRefused', { reason: 'role-not-held' });
      ledgers.access(account('coordinator'), refused, { at: `2026-06-${day}T09:00:00.000Z`, by: 'coordinator' });
    }
  },
  'software-changed': (ledgers) => {
    ledgers.trial(trialEvent('RecruitmentTargetAmended'), { at: '2026-11-12T09:00:00.000Z', commit: '1111111' });
  },
  'head-not-witnessed': (ledgers) => {
    ledgers.unseenByWitnesses = 1;
  },
  'head-not-signed': (ledgers) => {
    const anchor = trialEvent('SealedLedgerAnchored', { anchoredOn: '2026-11-20' });
    ledgers.trial(anchor, { at: '2026-11-20T02:00:00.000Z', by: 'system', role: 'system' });
  },
};

function reviewed(ledgers: TwoLedgers): TrailReview {
  const review = new TrailReview();
  for (const seen of ledgers.seen()) review.take(seen);
  return review;
}

/** The checks that point at something. */
function pointing(ledgers: TwoLedgers): readonly string[] {
  const review = reviewed(ledgers);
  const witnessedSize = review.sizeOf('trial') - ledgers.unseenByWitnesses;
  const results = review.results(BOTH, { ...ASKED, witnessedSize });
  return results.filter(({ count }) => count > 0).map(({ check }) => check.id);
}

describe('the review of the audit trail', () => {
  it('[EMA-622] has at least 24 checks in five groups, each with a name of its own', () => {
    const ids = TRAIL_CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(24);
    expect(new Set(TRAIL_CHECKS.map(({ group }) => group)).size).toBe(5);
    expect(Object.keys(MISDEEDS).toSorted()).toEqual(ids.toSorted());
  });

  it('[EMA-622] points at nothing where nothing was done', () => {
    expect(pointing(quiet())).toEqual([]);
  });

  it.each(Object.keys(MISDEEDS))('[EMA-622] finds the misdeed of %s, and takes it for no other', (id) => {
    const ledgers = quiet();
    MISDEEDS[id]!(ledgers);
    expect(pointing(ledgers)).toEqual([id]);
  });

  it('[EMA-622] finds every one of them in one history', () => {
    const ledgers = quiet();
    for (const misdeed of Object.values(MISDEEDS)) misdeed(ledgers);
    expect(pointing(ledgers).toSorted()).toEqual(Object.keys(MISDEEDS).toSorted());
  });

  it('names the records, by period and site, and a trend without gaps', () => {
    const ledgers = quiet();
    MISDEEDS['correction-rate']!(ledgers);
    MISDEEDS['back-and-forth']!(ledgers);
    const review = reviewed(ledgers);
    const [found] = review.found('back-and-forth', ASKED);
    expect(found).toMatchObject({
      ledger: 'trial',
      type: 'DataCorrected',
      patient: 'REI-001',
      site: 'REI',
      field: '/volumeMl',
    });
    expect(review.found('back-and-forth', ASKED, { site: 'NAN' })).toEqual([]);
    expect(review.found('correction-rate', ASKED, { from: '2026-08-12', before: '2026-08-14' })).toHaveLength(2);
    const result = review.results(BOTH, ASKED).find(({ check }) => check.id === 'back-and-forth');
    expect(result).toMatchObject({ count: 1, looked: 10, bySite: [{ site: 'REI', count: 1 }] });
    expect(result?.trend.map(({ month, count, looked }) => [month, count, looked])).toEqual([
      ['2026-06', 1, 2],
      ['2026-07', 0, 0],
      ['2026-08', 0, 8],
    ]);
  });

  it('says of an event that no checkpoint covers it in time, and of none that is young or covered', () => {
    const ledgers = quiet();
    const review = reviewed(ledgers);
    const trial = review.sizeOf('trial');
    const of = (signed: number, now = ASKED.now) =>
      review
        .found('head-not-signed', { ...ASKED, now, signedSizes: { trial: signed } })
        .map(({ position }) => position);
    expect([of(trial), of(trial - 1), of(trial - 1, '2026-11-10T03:00:00.000Z')]).toEqual([[], [trial - 1], []]);
  });

  it('says of events that no quorum has seen them in time, how many, and nothing where no policy asks for witnesses', () => {
    const review = reviewed(quiet());
    const trial = review.sizeOf('trial');
    const of = (seen: object) => review.found('head-not-witnessed', { ...ASKED, ...seen });
    expect(of({ witnessedSize: trial - 3 })).toMatchObject([
      { position: trial - 3, note: 'No quorum of witnesses has seen it, nor the 2 events after it.' },
    ]);
    expect([of({}), of({ witnessedSize: trial - 1, now: '2026-11-10T03:00:00.000Z' })]).toEqual([[], []]);
  });

  it('shows whoever reads the trial ledger alone nothing of the access ledger', () => {
    const ledgers = quiet();
    for (const misdeed of Object.values(MISDEEDS)) misdeed(ledgers);
    const results = reviewed(ledgers).results(['trial'], ASKED);
    expect(results.flatMap(({ check }) => check.ledgers).every((ledger) => ledger === 'trial')).toBe(true);
  });
});
