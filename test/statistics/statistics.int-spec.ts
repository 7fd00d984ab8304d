import { onlyWith, program } from '@bali/event-store/testing';
import { asInR, type DataRow, figuresOf } from '@bali/analysis/testing';
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GOLDEN = join(import.meta.dirname, '../../libs/analysis/golden');
const TOLERANCE = 1e-9;

/** The rows of a table without quotation marks, without its head. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => line.split(','));
}

const DATA_SETS: ReadonlyMap<string, readonly DataRow[]> = Map.groupBy(
  rowsOf(readFileSync(join(GOLDEN, 'data-sets.csv'), 'utf8')).map(
    ([set = '', group = '', time, status, stratum = '', value]) => ({
      ...{ set, group, time: Number(time), status: Number(status), stratum, value: Number(value) },
    }),
  ),
  ({ set }) => set,
);

function expectedOf(text: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  return Map.groupBy(rowsOf(text), ([set = '']) => set);
}

/** What differs: nothing, where every figure is there, and is R's within the tolerance. */
function differences(set: string, expected: readonly (readonly string[])[]): readonly unknown[] {
  const figures = figuresOf(DATA_SETS.get(set) ?? []);
  const missing = [...figures.keys()].filter((name) => !expected.some(([, measure]) => measure === name));
  const wrong = expected.flatMap(([, measure = '', value = '']) => {
    const figure = figures.get(measure);
    const found = figure === undefined ? 'absent' : asInR(figure);
    const isSame =
      typeof found === 'number'
        ? Math.abs(found - Number(value)) <= TOLERANCE * Math.max(1, Math.abs(found))
        : found === value;
    return isSame ? [] : [{ measure, expected: value, found }];
  });
  return [...missing.map((measure) => ({ measure, expected: 'absent' })), ...wrong];
}

describe('[ICH-E9] the statistics of the trial', () => {
  const expected = expectedOf(readFileSync(join(GOLDEN, 'expected-values.csv'), 'utf8'));

  it.each([...DATA_SETS.keys()])('are those that R finds, within 1e-9: %s', (set) => {
    expect(differences(set, expected.get(set) ?? [])).toEqual([]);
    expect(expected.get(set)?.length).toBeGreaterThan(40);
  });

  const R = program(
    'there is no R with its package survival (Debian: r-cran-survival), so its figures are not made anew',
    'Rscript',
    '-e',
    'library(survival)',
  );
  onlyWith(it, R)('are made anew by R from the script that is kept beside them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bali-analysis-'));
    for (const name of ['data-sets.csv', 'expected-values.R']) copyFileSync(join(GOLDEN, name), join(folder, name));
    const { status, stderr } = spawnSync('Rscript', ['expected-values.R'], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const anew = expectedOf(readFileSync(join(folder, 'expected-values.csv'), 'utf8'));
    rmSync(folder, { recursive: true });
    for (const set of DATA_SETS.keys()) expect([set, differences(set, anew.get(set) ?? [])]).toEqual([set, []]);
  });
});
