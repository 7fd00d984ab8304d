import {
  type Checkpoint,
  fingerprintOf,
  formatVerifierKey,
  fromUtf8,
  Malformed,
  NoteNotVerified,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  toHex,
  type VerifierKey,
} from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { AnyManifest } from '../format/manifest.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';

const MAX_NOTE_BYTES = 1_000_000;
const MAX_KEYS_BYTES = 100_000;

/** A checkpoint and where it comes from. */
export interface KnownCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The signed note, with all signatures under it; absent where the checkpoint alone is known. */
  readonly note?: string;
  readonly file: string;
}

/** The keys that a package names, and those that it is verified with. */
export interface Keys {
  readonly inPackage: readonly VerifierKey[];
  /** Received by another way; those of the package itself, which prove less, if there is none. */
  readonly trusted: readonly VerifierKey[];
}

/** @param given a verifier key's line, or keys that a policy names: then all of these. @throws NotVerified */
export async function readKeys(
  files: ListedFiles,
  given: string | undefined,
  inPolicy: readonly VerifierKey[],
): Promise<Keys> {
  const file = FILES.verifierKeys;
  const bytes = await files.whole(file, MAX_KEYS_BYTES);
  const lines = fromUtf8(bytes).split('\n');
  const inPackage = lines.slice(0, -1).map((line, place) => keyIn(line, file, place + 1));
  if (inPackage.length === 0 || lines.at(-1) !== '') {
    throw new NotVerified({ fault: 'key-malformed', file, detail: 'It does not hold keys, one a line' });
  }
  const written = inPackage.map((key) => `${formatVerifierKey(key)}\n`).join('');
  if (written !== fromUtf8(bytes)) throw new NotVerified({ fault: 'key-malformed', file });
  files.settle(file, bytes, 'as-listed');
  if (given !== undefined) return { inPackage, trusted: [keyIn(given, 'the key that was given')] };
  return { inPackage, trusted: inPolicy.length > 0 ? inPolicy : inPackage };
}

function keyIn(line: string, file: string, number?: number): VerifierKey {
  try {
    return parseVerifierKey(line);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const place = number === undefined ? {} : { line: number };
    throw new NotVerified({ fault: 'key-malformed', file, ...place, detail: error.message }, { cause: error });
  }
}

/** The checkpoint that a signed note holds, once its signature is verified. @throws NotVerified */
export function verifiedCheckpoint(note: string, keys: readonly VerifierKey[], file: string): Checkpoint {
  try {
    return parseCheckpoint(openNote(note, keys).text);
  } catch (error) {
    if (error instanceof NoteNotVerified) {
      const fault = error.why === 'unknown-keys' ? 'wrong-key' : 'signature-wrong';
      const expected = keys.map(({ name, id }) => `a signature of ${name} (${id})`).join(' or ');
      throw new NotVerified({ fault, file, detail: error.message, expected }, { cause: error });
    }
    if (!(error instanceof Malformed)) throw error;
    throw new NotVerified({ fault: 'checkpoint-malformed', file, detail: error.message }, { cause: error });
  }
}

/** What a manifest says of the log. */
export type LogNamed = Pick<AnyManifest, 'trialId' | 'ledger' | 'origin' | 'treeSize' | 'root'>;

/** The package's own checkpoint: signed by a trusted key, of the right log, and what the manifest says. @throws NotVerified */
export async function readCheckpoint(files: ListedFiles, manifest: LogNamed, keys: Keys): Promise<KnownCheckpoint> {
  const file = FILES.checkpoint;
  const bytes = await files.whole(file, MAX_NOTE_BYTES);
  const note = fromUtf8(bytes);
  const checkpoint = verifiedCheckpoint(note, keys.trusted, file);
  refuseAnotherLog(checkpoint, manifest, file);
  if (checkpoint.extensions.length > 0) throw new NotVerified({ fault: 'checkpoint-malformed', file });
  const says = { origin: checkpoint.origin, treeSize: checkpoint.size, root: toHex(checkpoint.root) };
  for (const name of ['origin', 'treeSize', 'root'] as const) {
    if (manifest[name] === says[name]) continue;
    const [expected, found] = [String(says[name]), String(manifest[name])];
    throw new NotVerified({ fault: 'manifest-differs', file: FILES.manifest, detail: `“${name}”`, expected, found });
  }
  files.settle(file, bytes, 'as-listed');
  return { checkpoint, note, file };
}

function refuseAnotherLog({ origin }: Checkpoint, { trialId, ledger }: LogNamed, file: string): void {
  const expected = `…/${trialId}/${ledger}`;
  if (origin.endsWith(expected.slice(1))) return;
  throw new NotVerified({ fault: 'another-trial', file, expected, found: origin });
}

/** Every earlier checkpoint in the package, in the order of their sizes. @throws NotVerified */
export async function readEarlier(
  files: ListedFiles,
  head: Checkpoint,
  keys: Keys,
): Promise<readonly KnownCheckpoint[]> {
  const known = [...keys.trusted, ...keys.inPackage];
  const earlier: KnownCheckpoint[] = [];
  for (const file of files.under('checkpoints/')) {
    const bytes = await files.whole(file, MAX_NOTE_BYTES);
    const checkpoint = verifiedCheckpoint(fromUtf8(bytes), known, file);
    if (checkpoint.origin !== head.origin) {
      throw new NotVerified({ fault: 'another-trial', file, expected: head.origin, found: checkpoint.origin });
    }
    const size = /^checkpoints\/(\d+)/.exec(file)?.[1];
    if (size !== String(checkpoint.size)) {
      throw new NotVerified({
        fault: 'checkpoint-malformed',
        file,
        expected: `tree size ${size}`,
        found: `${checkpoint.size}`,
      });
    }
    earlier.push({ checkpoint, note: fromUtf8(bytes), file });
    files.settle(file, bytes, 'as-listed');
  }
  return earlier;
}

/** The checkpoint in a signed note that somebody kept, wherever it comes from. @throws NotVerified */
export function keptCheckpoint(note: string, keys: readonly VerifierKey[], file: string): KnownCheckpoint {
  return { checkpoint: verifiedCheckpoint(note, keys, file), note, file };
}

/** The key that something was verified with, as people compare it. */
export function keyOf({ trusted }: Keys): { readonly line: string; readonly fingerprint: string } {
  const [key] = trusted;
  if (key === undefined) throw new Error('a package is verified with at least one key');
  return { line: formatVerifierKey(key), fingerprint: fingerprintOf(key) };
}
