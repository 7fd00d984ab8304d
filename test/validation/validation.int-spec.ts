import { temporaryDirectory } from '@bali/event-store/testing';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Evidence } from './evidence.js';
import { matrixOf, REQUIREMENTS, type TestedRow } from './matrix.js';
import { csvOf, htmlOf, isShown } from './report.js';

const [FIRST, SECOND] = REQUIREMENTS.slice(0, 2);
const TWO = [FIRST!, SECOND!];
const tested = (id: string, status: string): TestedRow => ({
  id,
  test: 'it <is> so',
  file: 'a.spec.ts',
  status,
  tookMs: 1,
});
const VALIDATED = {
  version: '1',
  commit: 'c',
  machine: 'm',
  node: '24',
  sqlite: '3',
  hashes: { 'package-lock.json': 'ab' },
};

/** What stands in the names of tests, by the prefixes of the requirements. */
function idsInTests(): ReadonlySet<string> {
  const prefixes = [...new Set(REQUIREMENTS.map(({ id }) => id.split('-')[0]))].join('|');
  const tag = new RegExp(`\\[((?:${prefixes})(?:-[A-Za-z0-9-]+)?)\\]`, 'g');
  const files = ['apps', 'libs', 'test'].flatMap((room) =>
    readdirSync(room, { recursive: true })
      .map((name) => join(room, String(name)))
      .filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && !path.includes('/dist/')),
  );
  return new Set(files.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(tag)].map(([, id = '']) => id)));
}

describe('the requirements of the validation pack', () => {
  it('are those that tests name: none is without a test, and no test names another', () => {
    expect([...idsInTests()].toSorted()).toEqual(REQUIREMENTS.map(({ id }) => id).toSorted());
  });

  it('each say what is asked, by which clause, and what goes wrong without it', () => {
    for (const { id, clause, asks, risk, severity } of REQUIREMENTS) {
      expect([id, clause !== '', asks.endsWith('.'), risk.endsWith('.')]).toEqual([id, true, true, true]);
      expect(['high', 'medium', 'low']).toContain(severity);
    }
  });
});

describe('a requirement', () => {
  it.each([
    ['shown', ['passed', 'passed']],
    ['failed', ['passed', 'failed']],
    ['not shown', ['pending']],
    ['not shown', []],
  ])('is %s where its tests have ended as %j', (verdict, statuses) => {
    const rows = matrixOf(
      statuses.map((status) => tested(TWO[0]!.id, status)),
      TWO,
    );
    expect(rows.map((row) => row.verdict)).toEqual([verdict, 'not shown']);
  });
});

describe('the report', () => {
  const rows = matrixOf([tested(TWO[0]!.id, 'passed')], TWO);
  const step = { part: 'IQ', what: 'the runtime', expected: '24', found: '20', isMet: false } as const;
  const pack = { validated: VALIDATED, beganAt: 'b', endedAt: 'e', rows, steps: [step] };

  it('has a line for each test, and for each requirement that has none', () => {
    const lines = csvOf(pack).trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('id,clause,requirement,risk,severity,test,file,result,evidence,others');
  });

  it('says first what is not met, and takes no text for markup', () => {
    const html = htmlOf(pack);
    expect(html).toContain(`<li>${TWO[1]!.id}: not shown</li><li>IQ: the runtime: 20</li>`);
    expect(htmlOf({ ...pack, steps: [{ ...step, found: '<b>' }] })).not.toContain('<b>');
  });

  it('is good where all is shown and met, and not otherwise', () => {
    const all = matrixOf(
      TWO.map(({ id }) => tested(id, 'passed')),
      TWO,
    );
    expect(isShown({ rows: all, steps: [] })).toBe(true);
    expect(isShown({ rows: all, steps: [step] })).toBe(false);
    expect(isShown({ rows, steps: [] })).toBe(false);
  });
});

describe('the directory of a pack', () => {
  it('lists each file with its hash, is replaced by another pack, and takes the place of nothing else', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'pack');
    const pack = new Evidence(path);
    pack.put('pq/one.json', '{}');
    pack.seal();
    const hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
    expect(readFileSync(join(path, 'SHA256SUMS'), 'utf8')).toBe(`${hash}  pq/one.json\n`);
    new Evidence(path).seal();
    expect(readdirSync(path)).toEqual(['SHA256SUMS']);
    expect(() => new Evidence(directory.path)).toThrow('no validation pack');
  });
});
