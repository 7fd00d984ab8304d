import { utf8 } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import { isWorded } from '../format/wording.js';
import { differs } from './derived-comparison.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { firstDifference } from './first-difference.js';

/** @param about what the events give. @throws NotVerified for the first value that the manifest has otherwise. */
export function compareManifest(manifest: object, about: object): void {
  for (const [name, value] of Object.entries(about)) {
    const [expected, found] = [JSON.stringify(value), JSON.stringify(Reflect.get(manifest, name))];
    if (expected === found) continue;
    throw new NotVerified({ fault: 'manifest-differs', file: FILES.manifest, detail: `“${name}”`, expected, found });
  }
}

/** Holds README.html to what it must say. @throws NotVerified */
export async function compareReadme(files: ListedFiles, html: string): Promise<void> {
  const file = FILES.readme;
  const expected = utf8(html);
  const found = await files.whole(file, expected.byteLength * 2 + 100_000);
  const place = firstDifference(found, expected);
  if (place !== undefined) {
    const fault = differs(file, 1, place, expected, found);
    if (!files.isListedAs(file, found)) throw fault;
    // It is the file that was listed: then it is the manifest that was changed in what only these two say.
    const { finding } = fault;
    const more = { expected: finding.found ?? '', found: finding.expected ?? '' };
    const detail = `It differs from line ${finding.line ?? 1} of ${file}`;
    throw new NotVerified({ fault: 'manifest-differs', file: FILES.manifest, detail, ...more });
  }
  files.settle(file, found, 'right');
}

/** The files for people, which cannot be made again: they are those that the manifest lists, and that is all. */
export async function takeWordedAsListed(files: ListedFiles): Promise<void> {
  for (const path of files.under('').filter(isWorded)) {
    const reader = files.read(path);
    files.settleRead(path, await reader.finish(), 'as-listed');
  }
}
