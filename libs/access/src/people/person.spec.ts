import { CREATED, givenAccount, type Told, VERIFIED } from '@bali/access/testing';
import { describe, expect, it } from '@jest/globals';
import type { AccountEvent } from '../accounts/account-events.js';
import type { Role } from '../roles.js';
import { accountsOf, evolvePeople, type People } from './people.js';
import { nameKey } from './namesakes.js';
import { isSecondPerson } from './second-person.js';

const TODAY = '2026-03-02';
const LEFT: AccountEvent = { type: 'AccountDeactivated', data: {} };
const held = (role: Role, sites: string[] = []): AccountEvent => ({
  type: 'RoleDelegated',
  data: { delegation: 1, role, sites, from: TODAY },
});
/** Another account, of somebody with that name. */
const of = (userId: string, name: string, ...more: readonly AccountEvent[]): readonly (AccountEvent | Told)[] => [
  { type: 'AccountCreated', data: { userId, name, organisation: 'CHU de Reims' } },
  VERIFIED,
  ...more,
];
const recognized = (samePersonAs: string): AccountEvent => ({ type: 'PersonRecognized', data: { samePersonAs } });
const create = { type: 'CreateAccount', userId: 'claire', name: 'Claire Martin', organisation: 'CHU' } as const;
const recognize = { type: 'RecognizePerson', samePersonAs: 'c.martin' } as const;

describe('a name', () => {
  it('is compared without accents, marks and capitals', () => {
    expect(nameKey("Hélène  D'Arc-Dubois")).toBe(nameKey('helene darc dubois'));
    expect(nameKey('Li Wei')).not.toBe(nameKey('Li Wen'));
  });
});

describe('an account for a name that there is', () => {
  const others = { 'c.martin': of('c.martin', 'CLAIRE MARTIN', LEFT) };

  it('[P11-100] is made when it is said who it is', () => {
    const given = givenAccount();
    given.when(create, { others }).expectRefusal('person-may-have-account');
    const same = given.when({ ...create, samePersonAs: 'c.martin' }, { others }).decision;
    expect(same).toMatchObject({ events: [{ data: { userId: 'claire', samePersonAs: 'c.martin' } }, {}] });
    const another = given.when({ ...create, isAnotherPerson: true }, { others }).decision;
    expect(another).toMatchObject({ events: [{ data: { userId: 'claire', anotherPersonThan: ['c.martin'] } }, {}] });
    expect(given.when({ ...create, name: 'Anne Petit' }, { others }).decision).toHaveProperty('events');
  });

  it('is not made for the person of an account that there is not, nor by its own person', () => {
    const given = givenAccount();
    given.when({ ...create, samePersonAs: 'nobody' }, { others }).expectRefusal('other-account-unknown');
    const ada = { ada: of('ada', 'Ada Roy') };
    given.when({ ...create, samePersonAs: 'ada' }, { others: ada }).expectRefusal('own-account');
  });
});

describe('a person', () => {
  it('[P11-100] is renamed, and not made anew', () => {
    const rename = { type: 'RenamePerson', name: 'Claire Dubois', organisation: 'CHU', why: 'name-changed' } as const;
    const { type: _, ...data } = rename;
    givenAccount(CREATED).when(rename).expectEvents({ type: 'PersonRenamed', data });
    givenAccount(CREATED, { type: 'PersonRenamed', data }).when(rename).expectRefusal('name-unchanged');
    givenAccount(CREATED).when(rename, { by: 'claire' }).expectRefusal('own-account');
  });

  it('[P11-10g] administers none of their own accounts, nor approves with one what they asked for with another', () => {
    const others = { ada: of('ada', 'Ada Roy') };
    const given = givenAccount(CREATED, VERIFIED, recognized('ada'));
    given.when({ type: 'RequestRecovery' }, { others }).expectRefusal('own-account');
    expect(given.when({ type: 'RequestRecovery' }, { others, by: 'bob' }).decision).toHaveProperty('events');
    const people = [
      ['ada', VERIFIED],
      ['ada-2', VERIFIED],
      ['ada-2', recognized('ada')],
    ] as const;
    const known = people.reduce<People>(
      (before, [userId, event]) =>
        evolvePeople(before, {
          ...({ stream: `account-${userId}`, ...event } as never as Parameters<typeof evolvePeople>[1]),
          metadata: { actor: { userId: 'system' }, recordedAt: '' } as never,
        }),
      new Map(),
    );
    expect(accountsOf(known, 'ada')).toEqual(['ada', 'ada-2']);
    expect(isSecondPerson(known, 'ada', 'ada-2')).toBe(false);
  });

  it('[R3-438] [EMA-621-blind] has no role that does not go with one that they have or had, whatever the account', () => {
    const unit = { 'c.martin': of('c.martin', 'Claire Martin', held('cell-therapy-unit'), LEFT) };
    const delegate = { type: 'DelegateRole', role: 'investigator', sites: ['REI'], from: TODAY } as const;
    givenAccount(CREATED, VERIFIED, recognized('c.martin'))
      .when(delegate, { others: unit })
      .expectRefusal('roles-incompatible');
    const monitor = { 'c.martin': of('c.martin', 'Claire Martin', held('monitor'), LEFT) };
    expect(
      givenAccount(CREATED, VERIFIED, recognized('c.martin')).when(delegate, { others: monitor }).decision,
    ).toHaveProperty('events');
  });

  it('is recognized in two accounts, whose roles have to go together', () => {
    const others = { 'c.martin': of('c.martin', 'Claire Martin') };
    givenAccount(CREATED, VERIFIED).when(recognize, { others }).expectEvents(recognized('c.martin'));
    givenAccount(CREATED, VERIFIED, recognized('c.martin'))
      .when(recognize, { others })
      .expectRefusal('person-already-recognized');
    givenAccount(CREATED, VERIFIED).when(recognize).expectRefusal('other-account-unknown');
    const unit = { 'c.martin': of('c.martin', 'Claire Martin', held('cell-therapy-unit')) };
    const ended: AccountEvent = { type: 'DelegationEnded', data: { delegation: 1 } };
    const investigator = held('investigator', ['REI']);
    givenAccount(CREATED, VERIFIED, investigator).when(recognize, { others: unit }).expectRefusal('roles-incompatible');
    givenAccount(CREATED, VERIFIED, investigator, ended)
      .when(recognize, { others: unit })
      .expectEvents(recognized('c.martin'));
  });
});
