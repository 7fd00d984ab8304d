import { describe, expect, it } from '@jest/globals';
import { refusedJudgement } from './refused-judgement.js';

const [PREPARED, NOTED] = ['5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a'];
const recordedAt = '2026-03-10T11:00:00.000Z';
const DEVIATIONS = new Map([
  [
    'REI-001',
    [{ record: PREPARED, kind: 'not-what-the-list-says' as const, recordedAt, byProtocol: 'critical' as const }],
  ],
  ['REI-002', []],
  ['REI-003', [{ record: NOTED, kind: 'transport' as const, recordedAt, description: 'ab'.repeat(32) }]],
]);
const critical = { patient: 'REI-001', record: PREPARED, severity: 'critical', perProtocol: 'excluded' } as const;
const minor = { patient: 'REI-003', record: NOTED, severity: 'minor', perProtocol: 'kept' } as const;
const refused = (...judged: readonly Parameters<typeof refusedJudgement>[0][number][]) => {
  const { code, field } = refusedJudgement(judged, DEVIATIONS) ?? {};
  return code === undefined ? 'taken' : [code, field];
};

describe('a judgement of what deviated in the unit', () => {
  it('is of each deviation, once, also where most patients have none', () => {
    expect(refused(critical, minor)).toBe('taken');
    expect(refusedJudgement([], new Map([['REI-002', []]]))).toBeUndefined();
  });

  it.each([
    ['leaves one out', [critical], 'deviations-not-judged', '/judgements'],
    ['judges one twice', [critical, minor, minor], 'invalid-value', '/judgements/2/record'],
    [
      'names another patient',
      [critical, { ...minor, patient: 'REI-002' }],
      'deviation-unknown',
      '/judgements/1/record',
    ],
    ['names nobody', [{ ...minor, patient: 'REI-009' }], 'deviation-unknown', '/judgements/0/record'],
    [
      'plays down what is critical',
      [{ ...critical, severity: 'major' as const }],
      'critical-by-protocol',
      '/judgements/0/severity',
    ],
  ] as const)('is refused where it %s', (_, judged, code, field) => {
    expect(refused(...judged)).toEqual([code, field]);
  });

  it('names patients of whom something is missing, and how to go on', () => {
    expect(refusedJudgement([], DEVIATIONS)?.sentence).toMatch(/REI-001, REI-003: .*GET \/v1\/unit-deviations/);
  });
});
