import { initialAccountState, knowledgeByRole, KNOWING_ROLES, type Delegation } from '@bali/access';
import { describe, expect, it } from '@jest/globals';

const NOW = '2011-06-01T10:00:00.000Z';

const delegated = (changes: Partial<Delegation> = {}): Delegation => ({
  number: 1,
  event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  role: 'cell-therapy-unit',
  sites: [],
  from: '2011-03-01',
  delegatedAt: '2011-03-05T09:00:00.000Z',
  delegatedBy: 'administrator',
  ...changes,
});

function known(delegation: Partial<Delegation>, deactivatedAt?: string) {
  const account = { ...initialAccountState, delegations: [delegated(delegation)] };
  const entries = knowledgeByRole({ ...account, ...(deactivatedAt && { deactivatedAt }) }, NOW);
  return entries.map(({ since, until }) => [since, until]);
}

describe('[R3-316fg] what a delegation lets somebody know', () => {
  it('is every arm for the unit and the inspector with sealed access, and for nobody else', () => {
    expect(KNOWING_ROLES).toEqual([
      ...['cell-therapy-unit', 'data-monitoring-board', 'unblinded-safety-officer', 'deviation-assessor'],
      'inspector-with-sealed-access',
    ]);
    expect(known({ role: 'inspector' })).toEqual([]);
  });

  it('counts from its recording, and from its first day in the time zone of the trial', () => {
    expect(known({})).toEqual([['2011-03-05T09:00:00.000Z', undefined]]);
    expect(known({ from: '2011-04-01' })).toEqual([['2011-03-31T22:00:00.000Z', undefined]]);
    expect(known({ from: '2011-07-01' })).toEqual([]);
  });

  it('goes on being known after its end; the end says until when more could be learnt', () => {
    const since = '2011-03-05T09:00:00.000Z';
    expect(known({ endedAt: '2011-05-01T08:00:00.000Z' })).toEqual([[since, '2011-05-01T08:00:00.000Z']]);
    expect(known({ until: '2011-04-30' })).toEqual([[since, '2011-04-30T22:00:00.000Z']]);
    expect(known({ until: '2011-12-31' })).toEqual([[since, undefined]]);
    expect(known({}, '2011-04-02T08:00:00.000Z')).toEqual([[since, '2011-04-02T08:00:00.000Z']]);
    expect(known({ from: '2011-05-01', endedAt: '2011-04-20T08:00:00.000Z' })).toEqual([]);
  });
});
