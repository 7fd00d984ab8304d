import { FILES } from '../format/layout.js';
import type { Manifest } from '../format/manifest.js';
import { isWorded, WORDING } from '../format/wording.js';
import { differs } from './derived-comparison.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { firstDifference } from './verify-events.js';

/** @param about what the events give. @throws NotVerified for the first value that the manifest has otherwise. */
export function compareManifest<About extends object>(manifest: About, about: About): void {
  for (const name of Object.keys(about) as (keyof About & string)[]) {
    const [expected, found] = [JSON.stringify(about[name]), JSON.stringify(manifest[name])];
    if (expected === found) continue;
    throw new NotVerified({ fault: 'manifest-differs', file: FILES.manifest, detail: `“${name}”`, expected, found });
  }
}

/** Holds README.html to what it must say. @throws NotVerified */
export async function compareReadme(files: ListedFiles, html: string): Promise<void> {
  const file = FILES.readme;
  const expected = Buffer.from(html);
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

export function unknownWording({ wording, software }: Pick<Manifest, 'wording' | 'software'>): NotVerified {
  const detail =
    `Everything else in it is right. They were made with BALI ${software.version}, it says: that version compares them. ` +
    'Without comparing them, it verifies with --other-wording';
  const versions = { expected: `version ${WORDING}`, found: `version ${wording}` };
  return new NotVerified({ fault: 'wording-unknown', file: FILES.manifest, detail, ...versions });
}
