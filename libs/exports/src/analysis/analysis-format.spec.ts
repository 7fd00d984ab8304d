import { exportInMemory, SAMPLE_ARMS, SAMPLE_MATERIALS, sampleStudy } from '@bali/exports/testing';
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

  it('has the cells, and who was really given what, only where what the unit recorded is shown', async () => {
    const pooled = await exportInMemory('analysis', sampleStudy());
    expect(pooled.get('analysis.json')?.toString()).not.toMatch(/"cells":|viability|kept cells/);
    const files = await exportInMemory('analysis', sampleStudy(), { arms: SAMPLE_ARMS, materials: SAMPLE_MATERIALS });
    const { report } = JSON.parse(files.get('analysis.json')?.toString() ?? '') as ReportWithCells;
    const placebo = report.cells.map(({ measure, groups }) => [
      measure,
      groups.find(({ group }) => group === 'placebo')?.summary.n,
    ]);
    expect(placebo).toContainEqual(['dose: mononuclear cells, 10⁶', 1]);
    expect(placebo).toContainEqual(['CD34+, %', 1]);
    expect(Object.keys(report.sensitivities)).toContain('as if nobody had been given kept cells before 6 months');
    // REI-001 is in the placebo arm, and was given cells: safety goes by that, and the patient is not per protocol.
    expect(report.safety.map(({ group, patients }) => [group, patients])).toEqual([['cells', 2]]);
    expect(report.groupFlow.map(({ group, givenOther, perProtocol }) => [group, givenOther, perProtocol])).toEqual([
      ['cells', 0, 1],
      ['placebo', 1, 0],
    ]);
  });
});

interface ReportWithCells {
  readonly report: {
    readonly cells: readonly {
      readonly measure: string;
      readonly groups: readonly { readonly group: string; readonly summary: { readonly n: number } }[];
    }[];
    readonly sensitivities: object;
    readonly safety: readonly { readonly group: string; readonly patients: number }[];
    readonly groupFlow: readonly {
      readonly group: string;
      readonly givenOther: number;
      readonly perProtocol: number;
    }[];
  };
}
