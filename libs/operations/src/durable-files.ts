import { syncToDisk } from '@bali/event-store';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Only the owner may read what is copied here: all of it is confidential. */
const OWNER_ONLY = 0o600;

/** What a file holds, as it is compared with what it should hold. */
export interface FileDigest {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Measures bytes as they pass. */
class Measure {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  take(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.byteLength;
  }

  digest(): FileDigest {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

export async function digestOfFile(path: string): Promise<FileDigest> {
  const measure = new Measure();
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) measure.take(chunk);
  return measure.digest();
}

/** Copies a file to a place where there is none, durably. @returns what was copied, byte for byte. */
export async function copyFileDurably(from: string, to: string): Promise<FileDigest> {
  const measure = new Measure();
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      measure.take(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), measured, createWriteStream(to, { flags: 'wx', mode: OWNER_ONLY }));
  syncToDisk(to);
  return measure.digest();
}

/** Makes a file where there is none, durably. */
export function writeFileDurably(path: string, content: string): void {
  writeFileSync(path, content, { flag: 'wx', mode: OWNER_ONLY, flush: true });
}
