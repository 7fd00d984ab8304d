import { describe, expect, it } from '@jest/globals';
import { accountOf, COMMITMENT, CREATED, givenAccount, MORNING, type Told, VERIFIED } from '@bali/access/testing';
import { dateAt, plusDays } from '@bali/protocol';
import fc from 'fast-check';
import { worksAt } from '../person.js';
import { isSiteRole, type Role, ROLE_IDS } from '../roles.js';
import type { AccountEvent } from '../accounts/account-events.js';
import { delegationsInForce, delegationsOn, sitesOfRole } from './delegations.js';
import { incompatibility } from './incompatible-roles.js';

const TODAY = '2026-03-02';
const sitesFor = (role: Role) => (isSiteRole(role) ? ['REI'] : []);
const delegate = (role: Role, changes: object = {}) =>
  ({ type: 'DelegateRole', role, sites: sitesFor(role), from: TODAY, ...changes }) as const;
const delegated = (role: Role, delegation = 1, changes: object = {}): AccountEvent => ({
  type: 'RoleDelegated',
  data: { delegation, role, sites: sitesFor(role), from: TODAY, ...changes },
});
const ended = (delegation = 1): AccountEvent => ({ type: 'DelegationEnded', data: { delegation } });

describe('a delegation', () => {
  it('[R3-438] is of a role, at sites, for a time, and is numbered', () => {
    givenAccount(CREATED, VERIFIED).when(delegate('investigator')).expectEvents(delegated('investigator'));
    givenAccount(CREATED, VERIFIED, delegated('investigator'))
      .when(delegate('study-coordinator', { until: '2026-12-31' }))
      .expectEvents(delegated('study-coordinator', 2, { until: '2026-12-31' }));
  });

  it('[P11-100] goes to a person whose identity was verified, once', () => {
    givenAccount(CREATED).when(delegate('monitor')).expectRefusal('identity-not-verified');
    givenAccount(CREATED, VERIFIED)
      .when({ type: 'VerifyIdentity', how: 'known-personally' })
      .expectRefusal('identity-already-verified');
  });

  it('[P11-10d] names sites for a role at sites, and for no other', () => {
    const person = givenAccount(CREATED, VERIFIED);
    person.when(delegate('investigator', { sites: [] })).expectRefusal('sites-needed');
    person.when(delegate('monitor', { sites: ['REI'] })).expectRefusal('sites-not-allowed');
  });

  it('is neither for days that have passed, nor over before it begins', () => {
    const person = givenAccount(CREATED, VERIFIED);
    person.when(delegate('monitor', { from: '2026-03-01' })).expectRefusal('delegation-in-the-past');
    person.when(delegate('monitor', { until: '2026-03-01' })).expectRefusal('delegation-ends-before-it-begins');
    // In Paris it is the next day already.
    person.when(delegate('monitor'), { now: '2026-03-02T23:30:00.000Z' }).expectRefusal('delegation-in-the-past');
  });

  it('[P11-10g] is nothing that anyone gives to themself', () => {
    givenAccount(CREATED, VERIFIED).when(delegate('monitor'), { by: 'claire' }).expectRefusal('own-account');
  });

  it('[R3-438] is ended at once, with the sessions in its role', () => {
    const session = '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a';
    const signedIn: AccountEvent = {
      type: 'SignedIn',
      data: { session, role: 'monitor', sites: [], commitment: COMMITMENT, device: COMMITMENT },
    };
    givenAccount(CREATED, VERIFIED, delegated('monitor'), signedIn)
      .when({ type: 'EndDelegation', delegation: 1 })
      .expectEvents(ended(), { type: 'SessionEnded', data: { session, why: 'revoked' } });
    givenAccount(CREATED, VERIFIED).when({ type: 'EndDelegation', delegation: 1 }).expectRefusal('delegation-unknown');
    givenAccount(CREATED, VERIFIED, delegated('monitor'), ended())
      .when({ type: 'EndDelegation', delegation: 1 })
      .expectRefusal('delegation-already-ended');
  });
});

describe('a role that may be held for some sites', () => {
  const unit = (delegation: number, sites: string[]) => delegated('cell-therapy-unit', delegation, { sites });

  it('[EMA-621-blind] sees the patients of these, and of all where it is held for none in particular', () => {
    const seen = (...held: readonly AccountEvent[]) => {
      const sites = sitesOfRole(accountOf([CREATED, VERIFIED, ...held]), 'cell-therapy-unit', MORNING) ?? [];
      const person = {
        userId: 'claire',
        name: 'Claire',
        role: 'cell-therapy-unit',
        organisation: 'CHU',
        sites,
      } as const;
      return ['REI', 'NAN'].filter((site) => worksAt(person, site));
    };
    expect(seen(unit(1, ['REI']))).toEqual(['REI']);
    expect(seen(unit(1, ['REI']), unit(2, ['NAN']))).toEqual(['REI', 'NAN']);
    expect(seen(unit(1, ['REI']), unit(2, []))).toEqual(['REI', 'NAN']);
  });

  it('is asked for with sites or without, as no other role is', () => {
    const ask = (role: Role, sites: string[]) =>
      givenAccount(CREATED, VERIFIED).when({ type: 'RequestDelegation', role, sites, from: TODAY });
    for (const sites of [[], ['REI']]) expect(ask('cell-therapy-unit', sites).decision).toHaveProperty('events');
    ask('monitor', ['REI']).expectRefusal('sites-not-allowed');
    ask('investigator', []).expectRefusal('sites-needed');
  });
});

describe('incompatible roles', () => {
  it('[R3-438] are refused together, and after each other where something was learned', () => {
    const after = (first: Role, then: Role, ...more: readonly AccountEvent[]) =>
      givenAccount(CREATED, VERIFIED, delegated(first), ...more).when(delegate(then));
    after('administrator', 'investigator').expectRefusal('roles-incompatible');
    after('investigator', 'administrator').expectRefusal('roles-incompatible');
    after('cell-therapy-unit', 'monitor').expectRefusal('roles-incompatible');
    after('cell-therapy-unit', 'monitor', ended()).expectRefusal('roles-incompatible');
    after('monitor', 'cell-therapy-unit').expectRefusal('roles-incompatible');
    after('monitor', 'cell-therapy-unit', ended()).expectRefusal('delegation-needs-two-administrators');
    after('sponsor-coordinator', 'investigator').expectRefusal('roles-incompatible');
    after('monitor', 'deviation-assessor', ended()).expectRefusal('roles-incompatible');
    after('cell-therapy-unit', 'deviation-assessor', ended()).expectRefusal('roles-incompatible');
    after('deviation-assessor', 'investigator', ended()).expectRefusal('roles-incompatible');
    after('administrator', 'deviation-assessor', ended()).expectRefusal('delegation-needs-two-administrators');
    after('administrator', 'investigator', ended()).expectEvents(delegated('investigator', 2));
  });

  it('may follow one another when their periods do not meet', () => {
    givenAccount(CREATED, VERIFIED, delegated('monitor', 1, { until: '2026-03-31' }))
      .when(delegate('investigator', { from: '2026-03-31' }))
      .expectRefusal('roles-incompatible');
    givenAccount(CREATED, VERIFIED, delegated('monitor', 1, { until: '2026-03-31' }))
      .when(delegate('investigator', { from: '2026-04-01' }))
      .expectEvents(delegated('investigator', 2, { from: '2026-04-01' }));
  });

  it('[R3-438] never let anyone be blinded again, whatever the order of delegations and ends', () => {
    const step = fc.record({ role: fc.constantFrom(...ROLE_IDS), end: fc.boolean() });
    const unblinding: readonly Role[] = [
      ...(['cell-therapy-unit', 'unblinded-statistician', 'data-monitoring-board'] as const),
      ...(['unblinded-safety-officer', 'deviation-assessor', 'inspector-with-sealed-access'] as const),
    ];
    const blinded: readonly Role[] = ['investigator', 'study-coordinator', 'monitor', 'data-manager', 'safety-officer'];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const history: AccountEvent[] = [CREATED, VERIFIED];
        const granted: Role[] = [];
        for (const { role, end } of steps) {
          const { delegations } = accountOf(history);
          if (incompatibility(delegations, role, { from: TODAY }) !== undefined) continue;
          granted.push(role);
          history.push(delegated(role, granted.length));
          if (end) history.push(ended(granted.length));
        }
        const knows = granted.findIndex((role) => unblinding.includes(role));
        expect(knows >= 0 && granted.slice(knows).some((role) => blinded.includes(role))).toBe(false);
      }),
    );
  });
});

describe('the delegation log', () => {
  const history: readonly Told[] = [
    [CREATED],
    [VERIFIED],
    [delegated('investigator', 1, { from: '2026-03-05', until: '2026-03-20' })],
    [delegated('study-coordinator', 2, { sites: ['NAN'] }), '2026-03-10T09:00:00.000Z'],
    [ended(2), '2026-03-15T12:00:00.000Z'],
  ];
  const rolesOn = (date: string) => delegationsOn(accountOf(history), date).map(({ role }) => role);

  it('[R3-422a] [R3-438] says who could do what on a day', () => {
    expect(rolesOn('2026-03-04')).toEqual([]);
    expect(rolesOn('2026-03-05')).toEqual(['investigator']);
    // The coordinator's delegation begins on 2 March, but was recorded on the 10th.
    expect(rolesOn('2026-03-09')).toEqual(['investigator']);
    expect(rolesOn('2026-03-15')).toEqual(['investigator', 'study-coordinator']);
    expect(rolesOn('2026-03-16')).toEqual(['investigator']);
    expect(rolesOn('2026-03-21')).toEqual([]);
  });

  it('says who granted it and who ended it', () => {
    expect(accountOf(history).delegations[1]).toMatchObject({
      delegatedBy: 'ada',
      delegatedAt: '2026-03-10T09:00:00.000Z',
      endedAt: '2026-03-15T12:00:00.000Z',
      endedBy: 'ada',
    });
  });

  it('lets nobody act on the rest of the day on which it was ended', () => {
    expect(delegationsInForce(accountOf(history), '2026-03-15T13:00:00.000Z').map(({ role }) => role)).toEqual([
      'investigator',
    ]);
  });

  it('gives the sites of all delegations of a role', () => {
    const both = accountOf([
      CREATED,
      delegated('investigator'),
      delegated('investigator', 2, { sites: ['PAR', 'NAN', 'REI'] }),
    ]);
    expect(sitesOfRole(both, 'investigator', MORNING)).toEqual(['NAN', 'PAR', 'REI']);
    expect(sitesOfRole(both, 'monitor', MORNING)).toBeUndefined();
  });

  it('[R3-438] says of a day what it said on that day, whatever came later', () => {
    const days = fc.integer({ min: 0, max: 40 });
    const event = fc.record({
      day: days,
      from: days,
      length: fc.option(days, { nil: undefined }),
      endAfter: fc.option(days, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), days, (drawn, on) => {
        const told = drawn.flatMap(({ day, from, length, endAfter }, index): readonly Told[] => {
          const first = plusDays(TODAY, day + from);
          const until = length === undefined ? {} : { until: plusDays(first, length) };
          const granted = [delegated('monitor', index + 1, { from: first, ...until }), at(day)] as const;
          return endAfter === undefined ? [granted] : [granted, [ended(index + 1), at(day + endAfter)]];
        });
        const inOrder = told.toSorted((one, other) => String(one[1]).localeCompare(String(other[1])));
        const date = plusDays(TODAY, on);
        const then = inOrder.filter(([, when = MORNING]) => dateAt(when, 'Europe/Paris') <= date);
        const numbers = (history: readonly Told[]) =>
          delegationsOn(accountOf(history), date).map(({ number }) => number);
        expect(numbers(inOrder)).toEqual(numbers(then));
      }),
    );

    function at(day: number): string {
      return `${plusDays(TODAY, day)}T10:00:00.000Z`;
    }
  });
});
