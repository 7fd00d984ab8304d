import { temporaryDirectory } from '@bali/event-store/testing';
import { SampleLedger, samplePackage } from '@bali/inspection/testing';
import { describe, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { zipFolder } from './make/zip-folder.js';
import { NotVerified, verifyPackage, WHOLE_LEDGER } from './index.js';

const LEFT = [
  ...['.DS_Store', 'tile/.DS_Store', '._README.html', 'Thumbs.db', 'desktop.ini', '__MACOSX/._manifest.json'],
  ...['.~lock.audit-log.csv#', '~$audit-log.csv', '.directory', '.Trash-1000/files/x', '$RECYCLE.BIN/desktop.ini'],
];

/** A package as somebody carried it: in a folder of folders, with files put beside it. */
async function carriedPackage(within: string, added: readonly string[], asZip: boolean) {
  using made = await samplePackage(new SampleLedger(30).source());
  const directory = temporaryDirectory();
  const folder = join(directory.path, 'carried');
  cpSync(made.path, join(folder, within), { recursive: true });
  for (const name of added) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), 'whatever');
  }
  const path = asZip ? join(directory.path, 'carried.zip') : folder;
  if (asZip) await zipFolder(folder, filesIn(folder), path, { madeAt: '2026-11-24T10:00:00.000Z' });
  return { path, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

function filesIn(folder: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

async function outcomeOf(path: string) {
  try {
    return await verifyPackage(WHOLE_LEDGER, path);
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    return error.finding;
  }
}

describe.each([
  ['a folder', false],
  ['a zip file', true],
])('a package carried as %s', (_, asZip) => {
  it('[P11-10b] is verified with what file managers left in it, which is named and proves nothing', async () => {
    using carried = await carriedPackage('', LEFT, asZip);
    expect(await outcomeOf(carried.path)).toMatchObject({ checks: 'everything', ignored: LEFT.toSorted() });
  });

  it('[P11-10b] is verified in a folder around it', async () => {
    using carried = await carriedPackage('from the inspector/package', ['.DS_Store', '__MACOSX/package/._x'], asZip);
    const ignored = ['.DS_Store', '__MACOSX/package/._x'];
    expect(await outcomeOf(carried.path)).toMatchObject({ checks: 'everything', ignored });
  });

  it.each([
    ['notes.txt', /^notes\.txt$/],
    ['package/notes.txt', /^package\/notes\.txt$/],
    ['other/manifest.json', /^package\//],
  ])('[P11-10b] is refused with a file of its own beside it, and says what to do: %s', async (name, file) => {
    using carried = await carriedPackage('package', [name], asZip);
    expect(await outcomeOf(carried.path)).toMatchObject({
      fault: 'foreign-file',
      file: expect.stringMatching(file),
      detail: expect.stringContaining('take it out'),
    });
  });
});
