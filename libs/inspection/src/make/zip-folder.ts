import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Hashes cannot be made smaller. */
const INCOMPRESSIBLE = /^tile\/\d/;

/** Makes a zip file of a package's files, in this order; zip64 where it is needed. The same files give the same bytes. */
export async function zipFolder(
  folder: string,
  paths: readonly string[],
  target: string,
  { madeAt, signal }: { readonly madeAt: string; readonly signal?: AbortSignal },
): Promise<void> {
  const zip = new ZipFile();
  for (const path of paths) {
    zip.addFile(join(folder, path), path, {
      mtime: new Date(madeAt),
      mode: 0o100644,
      compress: !INCOMPRESSIBLE.test(path),
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(target, { flags: 'wx', mode: 0o600 }), {
    ...(signal && { signal }),
  });
}
