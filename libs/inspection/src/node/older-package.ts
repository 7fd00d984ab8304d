import { fromUtf8, type VerifierKey } from '@bali/ledger';
import { readFile, stat } from 'node:fs/promises';
import { FILES } from '../format/layout.js';
import { type KnownCheckpoint, keptCheckpoint } from '../verify/checkpoints.js';
import { openPackageFiles } from './open-package.js';

const MAX_NOTE_BYTES = 1_000_000;

/**
 * Reads the checkpoint of an older package, or a signed checkpoint that somebody kept as a file. Its signature is verified once
 * it is known with which keys.
 * @throws NotVerified when it is neither.
 */
export async function readOlder(path: string): Promise<(keys: readonly VerifierKey[]) => readonly KnownCheckpoint[]> {
  const note = await noteAt(path);
  return (keys) => [keptCheckpoint(note.text, keys, note.file)];
}

async function noteAt(path: string): Promise<{ readonly text: string; readonly file: string }> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true && found.size <= MAX_NOTE_BYTES) {
    const bytes = await readFile(path);
    // A zip file begins with these two letters; no name of a log does in ours.
    if (bytes.toString('latin1', 0, 2) !== 'PK') return { text: bytes.toString('utf8'), file: path };
  }
  const files = await openPackageFiles(path);
  try {
    return { text: fromUtf8(await files.whole(FILES.checkpoint)), file: `${path}: ${FILES.checkpoint}` };
  } finally {
    await files.close();
  }
}
