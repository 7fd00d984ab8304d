import { describe, expect, it } from '@jest/globals';
import type { KeptCaseOutcome } from '@bali/blinding';
import type { SafetyCase } from '@bali/trial';
import { caseToDo } from './case-standing.js';

const RECORDED_AT = '2026-03-20T09:00:00.000Z';

/** A serious, suspected and unexpected event, known since 20 March. */
function reportable(changes: Partial<SafetyCase['history'][number]> = {}, annulledAt?: string): SafetyCase {
  const known = {
    ...{ at: RECORDED_AT, entry: 'report', isSerious: true, isFatalOrLifeThreatening: false },
    ...{ suspected: 'harvest', expectedness: 'unexpected' as const, ...changes },
  };
  return { number: 1, report: { id: 'report' }, history: [known], ...(annulledAt && { annulledAt }) } as never;
}

function records(...said: readonly Omit<KeptCaseOutcome['data'], 'patient' | 'number'>[]): readonly KeptCaseOutcome[] {
  return said.map((data, place) => {
    return { id: String(place), data: { patient: 'REI-001', number: 1, ...data }, metadata: {} as never };
  });
}

const REPORTED = { decision: { decidedOn: '2026-03-21', conclusion: 'to-be-reported' } } as const;
const NOT_REPORTED = { decision: { decidedOn: '2026-03-21', conclusion: 'not-to-be-reported' } } as const;
const sent = (
  kind: 'initial' | 'additional-information' | 'nullification' | 'none',
  sentAt = '2026-03-22T10:00:00Z',
) => ({
  sending: { kind, sentAt, to: kind === 'none' ? ('nobody' as const) : ('authorities' as const) },
});
const received = (sending: string) => ({
  receipt: { sending, receivedAt: '2026-03-23T10:00:00Z', answer: 'acknowledged' as const },
});
const brief = (...[found, outcomes]: Parameters<typeof caseToDo>) =>
  caseToDo(found, outcomes).map(({ what, kind, dueOn }) => [what, kind ?? '', dueOn].join(' ').replace('  ', ' '));

describe('what is to be done of a case that was handed over', () => {
  it('[CTR-42] begins with a decision, due with the first clock', () => {
    expect(brief(reportable(), [])).toEqual(['decision 2026-04-04']);
    expect(brief(reportable({ isFatalOrLifeThreatening: true }), [])).toEqual(['decision 2026-03-27']);
  });

  it('[CTR-42] is what each clock runs for, and the receipt of each report', () => {
    const grave = reportable({ isFatalOrLifeThreatening: true });
    expect(brief(grave, records(REPORTED))).toEqual([
      'sending initial 2026-03-27',
      'sending additional-information 2026-04-04',
    ]);
    expect(brief(grave, records(REPORTED, sent('initial')))).toEqual([
      'sending additional-information 2026-04-04',
      'receipt 2026-03-29',
    ]);
    expect(
      brief(grave, records(REPORTED, sent('initial'), received('1'), sent('additional-information'), received('3'))),
    ).toEqual([]);
  });

  it('[CTR-42] is a nullification where the report of the event was annulled', () => {
    const annulled = reportable({}, '2026-03-30T09:00:00.000Z');
    const before = records(REPORTED, sent('initial'), received('1'));
    expect(brief(annulled, before)).toEqual(['sending nullification 2026-04-14']);
    const nullified = [
      ...before,
      ...records(sent('nullification', '2026-03-31T09:00:00Z')).map((one) => ({ ...one, id: '3' })),
    ];
    expect(brief(annulled, nullified)).toEqual(['receipt 2026-04-07']);
  });

  it('is as many records where nothing is sent', () => {
    expect(brief(reportable(), records(NOT_REPORTED))).toEqual([]);
    expect(brief(reportable(), records(NOT_REPORTED, sent('none')))).toEqual(['receipt 2026-03-29']);
  });

  it('comes up again when a record was taken back', () => {
    const takenBack = { takenBack: { record: '1' } };
    expect(brief(reportable(), records(REPORTED, sent('initial'), takenBack))).toEqual(['sending initial 2026-04-04']);
  });
});
