import { fromUtf8 } from '@bali/ledger';
import { COPY_FORMAT } from '../format/copy-manifest.js';
import { FILES } from '../format/layout.js';
import { ByteReader } from '../verify/byte-reader.js';
import { MAX_MANIFEST_BYTES } from '../verify/listed-files.js';
import { openPackageFiles } from './open-package.js';

/** Whether what is there says of itself that it is a site's certified copy. Nothing is verified by this. @throws NotVerified */
export async function isCertifiedCopy(path: string): Promise<boolean> {
  const files = await openPackageFiles(path);
  try {
    if ((files.sizes.get(FILES.manifest) ?? Number.POSITIVE_INFINITY) > MAX_MANIFEST_BYTES) return false;
    const { format } = JSON.parse(fromUtf8(await files.whole(FILES.manifest))) as { format?: unknown };
    return format === COPY_FORMAT;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  } finally {
    await files.close();
  }
}

/** The indexes of the events in an earlier copy; none when it is another thing that has a checkpoint. @throws NotVerified */
export async function readOlderIndexes(path: string): Promise<ReadonlySet<number>> {
  if (!(await isCertifiedCopy(path).catch(() => false))) return new Set();
  const files = await openPackageFiles(path);
  try {
    const reader = new ByteReader(files.open(FILES.indexes), MAX_MANIFEST_BYTES);
    const lines = await reader.lines(Number.POSITIVE_INFINITY, MAX_MANIFEST_BYTES);
    return new Set(lines.map((line) => Number(fromUtf8(line))));
  } finally {
    await files.close();
  }
}
