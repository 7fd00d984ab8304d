import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';

const page = readFileSync('docs/security/asvs.md', 'utf8');

const ROW = /^\| +(\d+\.\d+\.\d+) +\| +([12]) +\|.*\| +(met|\*\*not met\*\*|not applicable) +\| +(.+?) +\|$/gm;
const rows = [...page.matchAll(ROW)].map(([, id = '', level = '', verdict = '', where = '']) => ({
  ...{ id, level, verdict, where },
}));

describe('the walk through OWASP ASVS 5.0', () => {
  it('has every requirement of levels 1 and 2, once', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ level }) => level === '1')).toHaveLength(70);
    expect(rows.filter(({ level }) => level === '2')).toHaveLength(183);
  });

  it('counts itself rightly', () => {
    for (const verdict of ['met', '**not met**', 'not applicable']) {
      const found = rows.filter((row) => row.verdict === verdict);
      const [first, second] = ['1', '2'].map((level) => found.filter((row) => row.level === level).length);
      const counted = new RegExp(`^\\| ${verdict.replaceAll('*', '')} +\\| +${first} \\| +${second} \\|`, 'm');
      expect([verdict, counted.test(page)]).toEqual([verdict, true]);
    }
  });

  it('names only files that are there', () => {
    const named = page.matchAll(/`((?:apps|libs|docs|test)\/[^`]+|[a-z-]+\.(?:json|mjs))`/g);
    const missing = [...named].map(([, path = '']) => path).filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  it('says of whatever is met where that is seen, and of everything else why it is not', () => {
    expect(rows.filter(({ where }) => where.length < 4)).toEqual([]);
  });
});
