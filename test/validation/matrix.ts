import { readFileSync } from 'node:fs';

/** What somebody asks of the software, in our words, and what could go wrong without it. */
export interface Requirement {
  readonly id: string;
  readonly clause: string;
  readonly asks: string;
  readonly risk: string;
  readonly severity: 'high' | 'medium' | 'low';
  /** What people do besides: the software alone does not meet the clause. */
  readonly others?: string;
}

/** A test with the id of a requirement in its name, as a run has left it. */
export interface TestedRow {
  readonly id: string;
  readonly test: string;
  readonly file: string;
  readonly status: string;
  readonly tookMs: number;
}

export type Verdict = 'shown' | 'failed' | 'not shown';

export interface MatrixRow {
  readonly requirement: Requirement;
  readonly verdict: Verdict;
  readonly tests: readonly TestedRow[];
}

export const REQUIREMENTS = JSON.parse(
  readFileSync(new URL('requirements.json', import.meta.url), 'utf8'),
) as readonly Requirement[];

/** Each requirement with its tests. One that failed outweighs all that passed; a test that was skipped shows nothing. */
export function matrixOf(rows: readonly TestedRow[], requirements = REQUIREMENTS): readonly MatrixRow[] {
  return requirements.map((requirement) => {
    // A run of one requirement after the other names the tests of the others as skipped.
    const tests = rows.filter(({ id, status }) => id === requirement.id && ['passed', 'failed'].includes(status));
    return { requirement, tests, verdict: verdictOf(tests) };
  });
}

function verdictOf(tests: readonly TestedRow[]): Verdict {
  if (tests.some(({ status }) => status === 'failed')) return 'failed';
  return tests.length > 0 ? 'shown' : 'not shown';
}
