import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { dataDirectory, SYSTEM } from '@bali/installation';
import { filledDirectory } from '@bali/operations/testing';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeBackUp, OperationRefused, restoreBackUp } from '../index.js';

const FILES = ['SHA256SUMS', 'access.db', 'back-up.json', 'credentials.db', 'sealed.db', 'trial.db'] as const;

let temporary: TemporaryDirectory;
let made: string;

beforeAll(async () => {
  temporary = temporaryDirectory();
  made = join(temporary.path, 'back-up');
  const directory = await filledDirectory(join(temporary.path, 'data'));
  await makeBackUp({ directory, out: made, now: SYSTEM.now, software: { version: '1.0.0', commit: 'unknown' } });
});

afterAll(() => temporary[Symbol.dispose]());

/** Restores a copy of the back-up that something was done to. @returns why it was refused. */
async function refusalAfter(change: (path: (name: string) => string) => void): Promise<string> {
  using copies = temporaryDirectory();
  const from = join(copies.path, 'copy');
  cpSync(made, from, { recursive: true });
  change((name) => join(from, name));
  const directory = dataDirectory(join(copies.path, 'restored'));
  try {
    await restoreBackUp({ from, directory });
    return 'was not refused';
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    expect(existsSync(directory.path) ? readdirSync(directory.path) : []).toEqual([]);
    return error.message;
  }
}

/** As an attacker would who can write the list of checksums, too. */
function writeChecksumsAnew(path: (name: string) => string): void {
  const sums = execFileSync('sha256sum', [...FILES.slice(1)], { cwd: path('.'), encoding: 'utf8' });
  writeFileSync(path('SHA256SUMS'), sums);
}

describe('a back-up that was tampered with', () => {
  it('[R3-433] [P11-10a] is refused whichever bit of whichever file is another, and the file is named', async () => {
    const sizes = new Map(FILES.map((file) => [file, readFileSync(join(made, file)).byteLength]));
    const anyBit = fc
      .constantFrom(...FILES)
      .chain((file) => fc.record({ file: fc.constant(file), byte: fc.nat(sizes.get(file)! - 1), bit: fc.nat(7) }));
    await fc.assert(
      fc.asyncProperty(anyBit, async ({ file, byte, bit }) => {
        const why = await refusalAfter((path) => {
          const content = readFileSync(path(file));
          content[byte] = content[byte]! ^ (1 << bit);
          writeFileSync(path(file), content);
        });
        const ofFile = new RegExp(`^${file.replace('.', String.raw`\.`)} is not what was backed up: .*SHA-256 `);
        expect(why).toMatch(file === 'SHA256SUMS' ? /SHA256SUMS|is not what was backed up/ : ofFile);
      }),
      { numRuns: 150 },
    );
  });

  it.each(FILES)('is refused when %s is cut off, grew, or is missing', async (file) => {
    const size = readFileSync(join(made, file)).byteLength;
    for (const kept of [0, 1, Math.floor(size / 2), size - 1]) {
      expect(await refusalAfter((path) => truncateSync(path(file), kept))).toContain(file);
    }
    expect(await refusalAfter((path) => writeFileSync(path(file), '\0', { flag: 'a' }))).toContain(file);
    expect(await refusalAfter((path) => rmSync(path(file)))).toContain(file);
  });

  it('is refused when files changed places, or one came in', async () => {
    const swapped = await refusalAfter((path) => {
      renameSync(path('trial.db'), path('x'));
      renameSync(path('sealed.db'), path('trial.db'));
      renameSync(path('x'), path('sealed.db'));
    });
    expect(swapped).toMatch(/^access\.db|^trial\.db is not what was backed up/);
    expect(await refusalAfter((path) => writeFileSync(path('trial.db-wal'), 'x'))).toMatch(
      /trial\.db-wal does not belong/,
    );
  });

  it('is verified with nothing of ours, too', () => {
    const output = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: made, encoding: 'utf8' });
    expect(output.trim().split('\n')).toHaveLength(FILES.length - 1);
  });

  it('[P11-10a] is refused by its root even when all checksums are made anew', async () => {
    const why = await refusalAfter((path) => {
      const manifest = readFileSync(path('back-up.json'), 'utf8');
      const { ledgers } = JSON.parse(manifest) as { ledgers: { sealed: { root: string } } };
      writeFileSync(path('back-up.json'), manifest.replace(ledgers.sealed.root, 'f'.repeat(64)));
      writeChecksumsAnew(path);
    });
    expect(why).toMatch(
      /^sealed\.db is not the ledger that was backed up: 20 events with the root f{64} were expected/,
    );
  });

  it.each([
    ['another trial', '"trial": "NCT00904501"', '"trial": "NCT00904502"', /back-up of NCT00904502, not of NCT00904501/],
    ['a later format', '"format": 1', '"format": 2', /has the format 2/],
    ['other files', '"credentials.db"', '"projections.db"', /does not speak of the files/],
  ])('is refused as one of %s', async (_, said, instead, why) => {
    const refusal = await refusalAfter((path) => {
      writeFileSync(path('back-up.json'), readFileSync(path('back-up.json'), 'utf8').replace(said, instead));
      writeChecksumsAnew(path);
    });
    expect(refusal).toMatch(why);
  });
});
