import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { storedRows } from '@bali/generated';
import { explained } from './golden-file.js';

const ROOT = join(import.meta.dirname, '../..');
const MANIFEST = join(import.meta.dirname, 'golden/stored-files.json');

type Hashes = Readonly<Record<string, string>>;

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The hash of each file that was once stored or published; of the words of packages, that of each sentence. */
function hashesNow(): Hashes {
  const found = globSync('{apps,libs}/**/{golden,vectors}/**/*', { cwd: ROOT });
  const files = found.filter((file) => statSync(join(ROOT, file)).isFile());
  const rows = files.flatMap((file) => {
    const content = readFileSync(join(ROOT, file));
    if (!file.includes('/wording.')) return [[file, sha256(content)] as const];
    const words = JSON.parse(content.toString()) as Readonly<Record<string, string>>;
    return Object.entries(words).map(([name, text]) => [`${file}#${name}`, sha256(text)] as const);
  });
  return Object.fromEntries(rows.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

describe('[P11-10c] [CTR-58] what was once stored or published', () => {
  const now = hashesNow();
  // Rows are added here, and never changed: what was stored once is stored for 25 years.
  const kept = storedRows(MANIFEST, now);

  it('is in files that nobody has changed or taken away', () => {
    const asKept = Object.fromEntries(Object.keys(kept).map((name) => [name, now[name]]));
    explained(MANIFEST, () => expect(asKept).toStrictEqual(kept));
  });

  it('has a row in the manifest', () => {
    explained(MANIFEST, () => expect(Object.keys(now).filter((name) => !(name in kept))).toEqual([]));
  });
});
