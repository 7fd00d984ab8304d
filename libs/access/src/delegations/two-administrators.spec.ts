import { accountOf, ADMINISTRATORS, CREATED, givenAccount, MORNING, type Told, VERIFIED } from '@bali/access/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from '../accounts/account-events.js';
import { INSTALLATION, type People } from '../people/people.js';
import { isSecondPerson } from '../people/second-person.js';
import { isSiteRole, type Role, ROLE_IDS } from '../roles.js';
import { needsTwoAdministrators } from './two-administrators.js';

const TODAY = '2026-03-02';
const LATER = '2026-03-12T08:00:00.000Z';
const TOO_LATE = '2026-03-16T08:00:00.001Z';
const WANTED = { role: 'cell-therapy-unit' as const, sites: [], from: TODAY };
const ASKED: AccountEvent = { type: 'DelegationRequested', data: { request: 1, ...WANTED } };
const ASK = { type: 'RequestDelegation', ...WANTED } as const;
const APPROVE = { type: 'ApproveDelegation', request: 1, how: 'known-personally' } as const;
const asked = givenAccount(CREATED, VERIFIED, ASKED);

describe('a role that two administrators delegate', () => {
  it('is each role that shows arms of patients at all sites, and that of administrator', () => {
    const roles = ROLE_IDS.filter(needsTwoAdministrators).filter((role) => role !== ('emergency-physician' as Role));
    expect(roles).toEqual([
      ...['cell-therapy-unit', 'sponsor-coordinator', 'unblinded-statistician', 'data-monitoring-board'],
      ...['unblinded-safety-officer', 'deviation-assessor', 'inspector-with-sealed-access'],
      'administrator',
    ]);
  });

  it.each(ROLE_IDS.filter(needsTwoAdministrators))('is not delegated by one: %s', (role) => {
    const sites = isSiteRole(role) ? ['REI'] : [];
    givenAccount(CREATED, VERIFIED)
      .when({ type: 'DelegateRole', role, sites, from: TODAY })
      .expectRefusal('delegation-needs-two-administrators');
    givenAccount(CREATED, VERIFIED)
      .when({ type: 'RequestDelegation', role, sites, from: TODAY })
      .expectEvents({ type: 'DelegationRequested', data: { request: 1, role, sites, from: TODAY } });
  });

  it('[P11-10g] is delegated when another administrator approves it, who says how they know the person', () => {
    const delegated: AccountEvent = { type: 'RoleDelegated', data: { delegation: 1, ...WANTED, request: 1 } };
    const verified: AccountEvent = { type: 'IdentityVerified', data: { how: 'known-personally' } };
    asked.when(APPROVE, { by: 'bob' }).expectEvents(verified, delegated);
    givenAccount(CREATED, [verified, MORNING, 'bob'], ASKED).when(APPROVE, { by: 'bob' }).expectEvents(delegated);
    const [delegation] = accountOf([CREATED, VERIFIED, ASKED, [delegated, MORNING, 'bob']]).delegations;
    expect(delegation).toMatchObject({ requestedBy: 'ada', delegatedBy: 'bob' });
  });

  it('begins when it is approved, at the earliest, and is not what has ended by then', () => {
    asked
      .when(APPROVE, { by: 'bob', now: LATER })
      .expectEvents(
        { type: 'IdentityVerified', data: { how: 'known-personally' } },
        { type: 'RoleDelegated', data: { delegation: 1, ...WANTED, from: '2026-03-12', request: 1 } },
      );
    givenAccount(CREATED, VERIFIED, { ...ASKED, data: { ...ASKED.data, until: '2026-03-11' } as never })
      .when(APPROVE, { by: 'bob', now: LATER })
      .expectRefusal('delegation-ends-before-it-begins');
  });

  it('[P11-10g] is approved neither by whoever asked, nor by the person themself', () => {
    asked.when(APPROVE).expectRefusal('delegation-needs-two-people');
    asked.when(APPROVE, { by: 'claire' }).expectRefusal('own-account');
    givenAccount(CREATED, VERIFIED).when(ASK, { by: 'claire' }).expectRefusal('own-account');
  });

  it('is approved once: not when it was withdrawn, declined or approved, nor after 14 days', () => {
    const over = (event: AccountEvent, by: string) => givenAccount(CREATED, VERIFIED, ASKED, [event, MORNING, by]);
    const ended = (how: 'withdrawn' | 'declined'): AccountEvent => ({
      ...{ type: 'DelegationRequestEnded', data: { request: 1, how } },
    });
    const end = { type: 'EndDelegationRequest', request: 1 } as const;
    asked.when(end).expectEvents(ended('withdrawn'));
    asked.when(end, { by: 'bob' }).expectEvents(ended('declined'));
    for (const how of ['withdrawn', 'declined'] as const) {
      over(ended(how), 'ada').when(APPROVE, { by: 'bob' }).expectRefusal('delegation-request-over');
      over(ended(how), 'ada').when(end).expectRefusal('delegation-request-over');
    }
    const approved: AccountEvent = { type: 'RoleDelegated', data: { delegation: 1, ...WANTED, request: 1 } };
    over(approved, 'bob').when(APPROVE, { by: 'carl' }).expectRefusal('delegation-request-over');
    asked.when({ ...APPROVE, request: 2 }, { by: 'bob' }).expectRefusal('delegation-request-unknown');
    asked.when(APPROVE, { by: 'bob', now: TOO_LATE }).expectRefusal('request-expired');
  });

  it('is judged by the roles that the person has when it is approved', () => {
    const monitor: AccountEvent = {
      type: 'RoleDelegated',
      data: { delegation: 1, role: 'monitor', sites: [], from: TODAY },
    };
    givenAccount(CREATED, VERIFIED, ASKED, monitor).when(APPROVE, { by: 'bob' }).expectRefusal('roles-incompatible');
    givenAccount(CREATED, VERIFIED, ASKED, { type: 'AccountDeactivated', data: {} })
      .when(APPROVE, { by: 'bob' })
      .expectRefusal('account-deactivated');
  });
});

describe('an approval', () => {
  const requested: AccountEvent = { type: 'RecoveryRequested', data: {} };
  const approvals = [
    ['of a delegation', asked, APPROVE],
    ['of new credentials', givenAccount(CREATED, requested), { type: 'ApproveRecovery', how: 'known-personally' }],
  ] as const;

  it.each(approvals)('%s counts only while both are administrators', (_, given, approve) => {
    const { ada: _gone, ...administrators } = ADMINISTRATORS;
    given.when(approve, { by: 'bob', administrators }).expectRefusal('asker-not-administrator');
    given.when(approve, { by: 'nobody' }).expectRefusal('approver-not-administrator');
  });

  it.each(approvals)('%s does not count where one of the two could have made up the other', (_, given, approve) => {
    const approvedBy = (verifiedBy: typeof ADMINISTRATORS) =>
      given.when(approve, { by: 'bob', administrators: { ...ADMINISTRATORS, ...verifiedBy } });
    // Whoever asked has verified the approver; the approver has verified who asked; a third one has verified both.
    approvedBy({ bob: ['ada'] }).expectRefusal('approver-not-independent');
    approvedBy({ ada: ['bob'] }).expectRefusal('approver-not-independent');
    approvedBy({ eve: [INSTALLATION], ada: ['eve'], bob: ['eve'] }).expectRefusal('approver-not-independent');
    approvedBy({ bob: [] }).expectRefusal('approver-not-independent');
    // Those who were made up verify each other.
    approvedBy({ bob: ['ada', 'eve'], eve: ['ada', 'bob'] }).expectRefusal('approver-not-independent');
    // Somebody else has verified them, too.
    expect(approvedBy({ bob: ['ada', 'carl'] }).decision).toHaveProperty('events');
    expect(approvedBy({ ada: ['bob', INSTALLATION], bob: ['ada', 'carl'] }).decision).toHaveProperty('events');
  });

  it('of new credentials does not count after 14 days', () => {
    givenAccount(CREATED, requested)
      .when({ type: 'ApproveRecovery', how: 'known-personally' }, { by: 'bob', now: TOO_LATE })
      .expectRefusal('request-expired');
    const again: Told = [requested, LATER];
    expect(
      givenAccount(CREATED, requested, again).when(
        { type: 'ApproveRecovery', how: 'known-personally' },
        { by: 'bob', now: TOO_LATE },
      ).decision,
    ).toHaveProperty('events');
  });

  it('[P11-10g] is never that of one person who made up the other, whoever verified whom', () => {
    const made = ['puppet-1', 'puppet-2', 'puppet-3'] as const;
    const verifiers = fc.array(fc.constantFrom('mallory', ...made), { maxLength: 4 });
    fc.assert(
      fc.property(fc.tuple(verifiers, verifiers, verifiers), (verifiedBy) => {
        const people: People = new Map([
          ['mallory', { verifiedBy: [INSTALLATION] }],
          ['honest', { verifiedBy: [INSTALLATION] }],
          ...made.map((puppet, place) => [puppet, { verifiedBy: verifiedBy[place] ?? [] }] as const),
        ]);
        const own = ['mallory', ...made];
        expect(own.flatMap((one) => own.filter((other) => isSecondPerson(people, one, other)))).toEqual([]);
        expect(isSecondPerson(people, 'honest', 'mallory')).toBe(true);
      }),
    );
  });
});

describe('who signs in with an account', () => {
  const link = { type: 'LinkOpenIdentity', issuer: 'https://login.example.org', subject: '17' } as const;
  const linked: AccountEvent = { type: 'OpenIdentityLinked', data: { issuer: link.issuer, subject: '4711' } };
  const held: AccountEvent = { type: 'RoleDelegated', data: { delegation: 1, ...WANTED } };

  it('[P11-10g] is not changed by one administrator, once the account is linked or has a role that two delegate', () => {
    expect(givenAccount(CREATED, VERIFIED).when(link).decision).toHaveProperty('events');
    for (const event of [linked, held, ASKED]) {
      const given = givenAccount(CREATED, VERIFIED, event);
      given.when(link).expectRefusal('open-identity-needs-operator');
      expect(given.when(link, { by: INSTALLATION }).decision).toHaveProperty('events');
    }
    const { type: _, ...data } = link;
    expect(givenAccount(CREATED, VERIFIED, { type: 'OpenIdentityLinked', data }).when(link).decision).toHaveProperty(
      'events',
    );
  });
});
