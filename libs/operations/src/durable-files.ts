import { syncToDisk } from '@bali/event-store';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** For its owner alone: all that is copied here is confidential. */
const OWNER_ONLY = 0o600;

/** What a file holds, as it is compared with what it should hold. */
export interface FileDigest {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export async function digestOfFile(path: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Copies a file to a place where there is none, durably. @returns what was copied, byte for byte. */
export async function copyFileDurably(from: string, to: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), measure, createWriteStream(to, { flags: 'wx', mode: OWNER_ONLY }));
  syncToDisk(to);
  return { bytes, sha256: hash.digest('hex') };
}

/** Makes a file where there is none, durably. */
export function writeFileDurably(path: string, content: string): void {
  writeFileSync(path, content, { flag: 'wx', mode: OWNER_ONLY, flush: true });
}
