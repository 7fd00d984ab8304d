import { createWriteStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A zip file of a folder, its files changed on the way. */
export async function zipOf(
  folder: string,
  path: string,
  change: (name: string, bytes: Buffer) => Buffer,
): Promise<string> {
  const zip = new ZipFile();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const whole = join(folder, name);
    if (statSync(whole).isFile()) zip.addBuffer(change(name, readFileSync(whole)), relative(folder, whole));
  }
  zip.end();
  await finished(zip.outputStream.pipe(createWriteStream(path)));
  return path;
}
