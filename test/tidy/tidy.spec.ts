import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsIn } from './rules.js';

const ROOT = join(import.meta.dirname, '../..');
const KINDS = '{ts,mjs,js,md,json,yaml}';

/** What people wrote. What was published or stored once (`golden`) stays as it is, and the rules themselves name what they forbid. */
const FILES = globSync([`*.${KINDS}`, `{apps,deploy,docs,libs,test,tools}/**/*.${KINDS}`], { cwd: ROOT })
  .filter((path) => !path.includes('/golden/') && !path.startsWith('test/tidy/') && path !== 'package-lock.json')
  .toSorted();

describe('every file', () => {
  const findings = FILES.flatMap((path) => findingsIn(path, readFileSync(join(ROOT, path), 'utf8')));

  it('is looked at', () => {
    expect(FILES.length).toBeGreaterThan(500);
  });

  it('is tidy', () => {
    expect(findings.map(({ path, line, rule }) => `${path}:${line}: ${rule}`)).toEqual([]);
  });
});

describe('the rules find', () => {
  const rulesBroken = (path: string, text: string) => findingsIn(path, text).map(({ line }) => line);

  it.each([
    '/** The port; 3000 unless told. */',
    '// Resolves after so many events.',
    'A proof for who wants one.',
    'It depends on nothing but what is told.',
    "description: '50 Unless told'",
  ])('an unclear phrase: %s', (line) => {
    expect(rulesBroken('libs/a.ts', `\n${line}`)).toEqual([2]);
  });

  it.each(['const PATIENCE_MILLISECONDS = 5;', 'closeWithinMilliseconds?: number;', 'const HOUR = 3_600_000;'])(
    'a span of time without its unit: %s',
    (line) => {
      expect(rulesBroken('libs/a.ts', line)).toEqual([1]);
    },
  );

  it.each(['// TODO: later', '/* FIXME */', "const data = '/home/somebody/data';", 'cd /root/project'])(
    '%s',
    (line) => {
      expect(rulesBroken('tools/a.mjs', line)).toEqual([1]);
    },
  );

  it('a long line of a page, and a long row of a table in a README', () => {
    const long = 'word '.repeat(26);
    expect(rulesBroken('docs/a.md', `# A\n\n${long}`)).toEqual([3]);
    expect(rulesBroken('libs/a/README.md', `| ${long} |`)).toEqual([1]);
  });

  it('nothing wrong with code, with a table of a page, and with plain words', () => {
    const long = 'word '.repeat(26);
    expect(rulesBroken('docs/a.md', `\`\`\`sh\n${long}\n\`\`\`\n| ${long} |\n`)).toEqual([]);
    expect(
      rulesBroken('libs/a.ts', '/** Default: 50. Shown to those who may know it. */\nconst DAY_MS = 86_400_000;'),
    ).toEqual([]);
  });
});
