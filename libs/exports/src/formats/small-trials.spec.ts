import { EXPORT_FORMAT_IDS } from '../index.js';
import { exportInMemory } from '@bali/exports/testing';
import type { LedgerRecord } from '@bali/ledger';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientHistory, recordsOf, trialHistory } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';

const TRIAL_ALONE = recordsOf(trialHistory(), { stream: TRIAL_STREAM });
const patient = (code: string, until: 'consented' | 'implanted' | 'completed'): readonly LedgerRecord[] =>
  recordsOf(patientHistory({ until, patient: code }), { stream: patientStream(code) });

type Arms = ReadonlyMap<string, 'CELLS' | 'PLACEBO'>;

interface SmallTrial {
  readonly of: string;
  readonly records: readonly LedgerRecord[];
  readonly arms?: Arms;
}

const TRIALS: readonly SmallTrial[] = [
  { of: 'no patient', records: TRIAL_ALONE },
  { of: 'one patient who has consented', records: [...TRIAL_ALONE, ...patient('REI-001', 'consented')] },
  {
    of: 'one patient',
    records: [...TRIAL_ALONE, ...patient('REI-001', 'completed')],
    arms: new Map([['REI-001', 'CELLS']]),
  },
  { of: 'everybody censored on the first day', records: [...TRIAL_ALONE, ...patient('REI-001', 'implanted')] },
  {
    of: 'one arm empty',
    records: [...TRIAL_ALONE, ...patient('REI-001', 'completed'), ...patient('NAN-001', 'completed')],
    arms: new Map([
      ['REI-001', 'PLACEBO'],
      ['NAN-001', 'PLACEBO'],
    ]),
  },
];

describe('a trial of', () => {
  it.each(TRIALS)('$of is exported in every format, and no figure of it is a number that is none', async (trial) => {
    const { records, arms } = trial;
    for (const format of EXPORT_FORMAT_IDS) {
      const files = await exportInMemory(format, records, arms && { arms });
      const whole = [...files.values()].map(String).join('\n');
      expect([format, /\b(NaN|Infinity)\b/.exec(whole)?.[0]]).toEqual([format, undefined]);
    }
    const figures =
      (await exportInMemory('analysis', records, arms && { arms })).get('analysis.json')?.toString() ?? '';
    // JSON has no number for what is none: it would stand as null.
    expect(figures.replace('"plan": null', '')).not.toContain(': null');
  });
});
