import { exportInMemory, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';

interface Figures {
  readonly study: { readonly position: number; readonly root: string; readonly arms: string };
  readonly report: {
    readonly groups: readonly string[];
    readonly outcomes: readonly { readonly patient: string; readonly endpoint: { readonly time: number } }[];
  };
}

async function figuresOf(arms?: ReadonlyMap<string, 'CELLS' | 'PLACEBO'>): Promise<Figures> {
  const files = await exportInMemory('analysis', sampleStudy(), arms && { arms });
  return JSON.parse(files.get('analysis.json')?.toString() ?? '') as Figures;
}

describe('the export of the analysis', () => {
  it('says of which event it is, and holds the same times as the analysis table beside it', async () => {
    const { study, report } = await figuresOf();
    expect([study.position, study.arms, report.groups]).toEqual([sampleStudy().length - 1, 'masked', ['all patients']]);
    const files = await exportInMemory('analysis', sampleStudy());
    const [head = '', ...rows] = files.get('analysis.csv')?.toString().trimEnd().split('\r\n') ?? [];
    const place = head.split(',').indexOf('time');
    expect(rows.map((row) => [row.split(',')[0], Number(row.split(',')[place])])).toEqual(
      report.outcomes.map(({ patient, endpoint }) => [patient, endpoint.time]),
    );
    expect(files.has('figures.R')).toBe(true);
  });

  it('compares arms, in words, only where they are shown', async () => {
    const arms = new Map([
      ['NAN-001', 'CELLS'],
      ['REI-001', 'PLACEBO'],
      ['PAR-001', 'CELLS'],
    ] as const);
    expect((await figuresOf(arms)).report.groups).toEqual(['cells', 'placebo']);
  });
});
