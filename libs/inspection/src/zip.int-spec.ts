import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@bali/event-store/testing';
import { SampleLedger, samplePackage } from '@bali/inspection/testing';
import { createWriteStream, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { openZipBlob, verify } from '../portable/index.js';
import { NotVerified, verifyPackage, WHOLE_LEDGER } from './index.js';

/** Writes a zip file. @param rename puts a name into it that a careful program does not write; of the same length. */
async function zipped(
  path: string,
  fill: (zip: ZipFile) => void,
  rename: readonly (readonly [string, string])[] = [],
): Promise<string> {
  const zip = new ZipFile();
  fill(zip);
  zip.end();
  await finished(zip.outputStream.pipe(createWriteStream(path)));
  let bytes = readFileSync(path).toString('latin1');
  for (const [from, to] of rename) bytes = bytes.replaceAll(from, to);
  writeFileSync(path, Buffer.from(bytes, 'latin1'));
  return path;
}

/** What is wrong with it, as the command line and a browser find it: they find the same. */
async function faultOf(path: string): Promise<string | undefined> {
  const found = await faultIn(() => verifyPackage(WHOLE_LEDGER, path));
  if (!existsSync(path) || statSync(path).isDirectory()) return found;
  const inBrowser = await faultIn(async () =>
    verify(WHOLE_LEDGER, await openZipBlob(new Blob([readFileSync(path)])), { checks: 'tree' }),
  );
  expect(inBrowser).toBe(found);
  return found;
}

async function faultIn(verification: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await verification();
    return undefined;
  } catch (error) {
    if (error instanceof NotVerified) return error.finding.fault;
    throw error;
  }
}

const END = Buffer.from('PK\u0005\u0006', 'latin1');
const LISTED = Buffer.from('PK\u0001\u0002', 'latin1');

/** The same with a text at its very end, as its end says. */
function withComment(bytes: Buffer): Buffer {
  const comment = Buffer.from('another package');
  const changed = Buffer.concat([bytes, comment]);
  changed.writeUInt16LE(comment.byteLength, changed.indexOf(END) + 20);
  return changed;
}

function replaced(bytes: Buffer, from: string, to: string, which: 'first' | 'last'): Buffer {
  const changed = Buffer.from(bytes);
  changed.write(to, which === 'first' ? changed.indexOf(from) : changed.lastIndexOf(from));
  return changed;
}

/** The same with its last file taken out of the list: it is there, and who unpacks from the beginning finds it. */
function withoutLastOfList(bytes: Buffer): Buffer {
  const [last, end] = [bytes.lastIndexOf(LISTED), bytes.indexOf(END)];
  const changed = Buffer.concat([bytes.subarray(0, last), bytes.subarray(end)]);
  const at = changed.indexOf(END);
  for (const place of [8, 10]) changed.writeUInt16LE(changed.readUInt16LE(at + place) - 1, at + place);
  changed.writeUInt32LE(changed.readUInt32LE(at + 12) - (end - last), at + 12);
  return changed;
}

const add =
  (name: string, bytes: Buffer | string = 'x') =>
  (zip: ZipFile) =>
    zip.addBuffer(Buffer.from(bytes), name);

describe('a zip file', () => {
  it.each<[string, string, string, string]>([
    ['a name that leads out of it', 'aaaaaa/x', '../../..', 'unsafe-name'],
    ['an absolute name', 'aetc/passwd', '/etc/passwd', 'unsafe-name'],
    ['a name of Windows that leads out of it', 'aaaaaaa', '..\\..\\x', 'unsafe-name'],
    ['a drive of Windows', 'aaaaaa', 'C:/x.x', 'unsafe-name'],
    ['a name that no file of a package has', 'evil.shx', 'evil.sh ', 'foreign-file'],
  ])('with %s is refused', async (_, harmless, name, fault) => {
    using directory = temporaryDirectory();
    const padded = harmless.padEnd(name.length, 'a').slice(0, name.length);
    const path = await zipped(join(directory.path, 'p.zip'), add(padded), [[padded, name]]);
    expect(await faultOf(path)).toBe(fault);
  });

  it('with a file that is there twice is refused', async () => {
    using directory = temporaryDirectory();
    const twice = (zip: ZipFile) => {
      add('checkpoint')(zip);
      add('checkpoinx')(zip);
    };
    expect(await faultOf(await zipped(join(directory.path, 'p.zip'), twice, [['checkpoinx', 'checkpoint']]))).toBe(
      'duplicate-file',
    );
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['bytes before its files', (bytes) => Buffer.concat([Buffer.from('another package'), bytes]), 'archive-damaged'],
    ['bytes after its end', (bytes) => Buffer.concat([bytes, Buffer.from('another package')]), 'archive-damaged'],
    ['a comment', withComment, 'archive-ambiguous'],
    [
      'another name before a file than in its list',
      (bytes) => replaced(bytes, 'checkpoint', 'checkpoinX', 'first'),
      'archive-ambiguous',
    ],
    [
      'another name in its list than before the file',
      (bytes) => replaced(bytes, 'checkpoint', 'state.json', 'last'),
      'archive-ambiguous',
    ],
    ['a file that is not in its list', withoutLastOfList, 'archive-ambiguous'],
  ])('with %s is refused', async (_, change, fault) => {
    using directory = temporaryDirectory();
    const path = await zipped(join(directory.path, 'p.zip'), (zip) => {
      add('checkpoint')(zip);
      add('README.html')(zip);
    });
    expect(await faultOf(path)).toBe('not-a-package');
    writeFileSync(path, change(readFileSync(path)));
    expect(await faultOf(path)).toBe(fault);
  });

  it('with a symbolic link is refused', async () => {
    using directory = temporaryDirectory();
    const link = (zip: ZipFile) => zip.addBuffer(Buffer.from('/etc/passwd'), 'checkpoint', { mode: 0o120777 });
    expect(await faultOf(await zipped(join(directory.path, 'p.zip'), link))).toBe('not-a-file');
  });

  it('that unpacks to more than it may is refused before it is unpacked', async () => {
    using directory = temporaryDirectory();
    const bomb = add('events.jsonl', Buffer.alloc(64 * 1024 * 1024));
    expect(await faultOf(await zipped(join(directory.path, 'p.zip'), bomb))).toBe('decompression-bomb');
  });

  it('that says less than it unpacks to is refused where it goes on', async () => {
    using directory = temporaryDirectory();
    const bytes = Buffer.alloc(900_000, 'a');
    const path = await zipped(join(directory.path, 'p.zip'), add('manifest.json', bytes));
    const file = readFileSync(path);
    const declared = Buffer.alloc(4);
    declared.writeUInt32LE(bytes.byteLength);
    for (let at = file.indexOf(declared); at >= 0; at = file.indexOf(declared, at)) file.writeUInt32LE(20, at);
    writeFileSync(path, file);
    expect(await faultOf(path)).toBe('decompression-bomb');
  });

  it('that is none, or is cut, is refused', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'p.zip');
    writeFileSync(path, 'minutes of a meeting');
    expect(await faultOf(path)).toBe('archive-damaged');
    using made = await samplePackage(new SampleLedger(300).source(), { name: 'package.zip' });
    const bytes = readFileSync(made.path);
    writeFileSync(path, bytes.subarray(0, bytes.byteLength - 100));
    expect(await faultOf(path)).toBe('archive-damaged');
  });

  it('of the same ledger has the same bytes each time', async () => {
    const source = new SampleLedger(300).source();
    using one = await samplePackage(source, { name: 'package.zip' });
    using other = await samplePackage(source, { name: 'package.zip' });
    expect(readFileSync(one.path).equals(readFileSync(other.path))).toBe(true);
  });
});

describe('a directory', () => {
  it('with a symbolic link in it, or a name that no file of a package has, is refused', async () => {
    using made = await samplePackage(new SampleLedger(10).source());
    symlinkSync('/etc/passwd', join(made.path, 'checkpoints'));
    expect(await faultOf(made.path)).toBe('not-a-file');
    using other = await samplePackage(new SampleLedger(10).source());
    mkdirSync(join(other.path, 'more'));
    writeFileSync(join(other.path, 'more', 'notes.txt'), 'x');
    expect(await faultOf(other.path)).toBe('foreign-file');
  });

  it('that is no package, or is not there, is refused', async () => {
    using directory = temporaryDirectory();
    expect(await faultOf(directory.path)).toBe('not-a-package');
    expect(await faultOf(join(directory.path, 'nothing'))).toBe('not-a-package');
  });
});
