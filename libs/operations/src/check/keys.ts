import { readSealingKeys, SealingKeysRefused } from '@bali/blinding';
import { type DataDirectory, headMarkPath, logOrigin, signerFiles } from '@bali/installation';
import { type Ledger, LEDGERS, Malformed, NoteNotVerified, openNote } from '@bali/ledger';
import { readSigningKeys, SigningKeysRefused } from '@bali/log';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check, CheckedInstallation, Finding } from './check.js';
import { isCheckpointNote, lastSigned } from './last-signed.js';

/** Group and others. */
const ANYBODY_ELSE = 0o077;
const PUT_BACK = 'Put the file back from the copy of the keys (docs/operations/keys.md).';

/** The keys: who may read them, whether they can be used, and whether they are those that signed last. */
export const keysDirectory: Check = {
  name: 'keys',
  find: async (installation) => {
    const findings: Finding[] = [...unprotected(installation.directory), ...unusable(installation)];
    findings.push(...(await missing(installation)));
    for (const ledger of LEDGERS) findings.push(...(await ofLastSigned(installation, ledger)));
    return findings;
  },
};

function unprotected({ path, keys }: DataDirectory): readonly Finding[] {
  if (!existsSync(keys)) return [];
  const paths = [keys, ...readdirSync(keys).map((name) => join(keys, name))];
  return paths
    .filter((file) => (statSync(file).mode & ANYBODY_ELSE) !== 0)
    .map((file) => ({
      file: relative(path, file),
      what: 'can be read or written by others than its owner',
      wayOut:
        'Set the mode to 0700 for the directory and 0600 for each file. Rotate the keys if others may have read them.',
    }));
}

function unusable({ directory, logHost }: CheckedInstallation): readonly Finding[] {
  const attempts = [
    () => readSealingKeys(directory.sealingKeys),
    ...LEDGERS.map((ledger) => () => readSigningKeys(signerFiles(directory, ledger).keys, logOrigin(logHost, ledger))),
  ];
  return attempts.flatMap((attempt) => {
    try {
      attempt();
      return [];
    } catch (error) {
      if (!(error instanceof SealingKeysRefused || error instanceof SigningKeysRefused)) throw error;
      return [
        {
          file: relative(directory.path, directory.keys),
          what: `holds keys that cannot be used: ${error.message}`,
          wayOut: PUT_BACK,
        },
      ];
    }
  });
}

/** Keys and marks that are not there, though the ledgers could not be as they are without them. */
async function missing({ directory, ledgers }: CheckedInstallation): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const gone = (path: string, what: string) =>
    findings.push({ file: relative(directory.path, path), what: `is not there: ${what}`, wayOut: PUT_BACK });
  for (const ledger of LEDGERS) {
    const isEmpty = ((await ledgers[ledger]?.lastPosition()) ?? -1) < 0;
    const mark = headMarkPath(directory, ledger);
    if (isEmpty) continue;
    if (!existsSync(directory.installationKeys)) findings.push(ofOlderInstallation(directory, mark));
    else if (!existsSync(mark))
      gone(mark, 'nobody would notice here that the newest events of the ledger were taken away');
    const { sealingKeys } = directory;
    if (ledger === 'sealed' && 'path' in sealingKeys && !existsSync(sealingKeys.path))
      gone(sealingKeys.path, 'nobody can read what is sealed');
  }
  return findings;
}

/** A ledger with heads is not opened without these keys: this one has none yet. */
function ofOlderInstallation({ path }: DataDirectory, mark: string): Finding {
  return {
    file: relative(path, mark),
    what: 'is not there yet: a version before heads wrote the ledger, and nobody would notice that its newest events were taken away',
    wayOut:
      'Start the server of this version once. It compares the ledger with what was signed last, and makes the file.',
  };
}

/** The note that was signed last, in the keys' directory, and the newest checkpoint beside the ledger are signed by a known key. */
async function ofLastSigned(
  { directory, ledgers, keys }: CheckedInstallation,
  ledger: Ledger,
): Promise<readonly Finding[]> {
  const known = keys[ledger];
  const { keys: keysFile, lastSigned: memory } = signerFiles(directory, ledger);
  const newest = (await ledgers[ledger]?.lastCheckpoint())?.note;
  const inKeys = lastSigned(directory, ledger);
  const finding = (file: string, what: string): readonly Finding[] => [
    { file: relative(directory.path, file), what, wayOut: PUT_BACK },
  ];
  if (known === undefined)
    return newest === undefined
      ? []
      : finding(
          keysFile,
          'is not there, and checkpoints of the ledger were signed: nobody can verify or sign them here',
        );
  if (inKeys === undefined && newest !== undefined)
    return finding(
      memory,
      'is not there, and checkpoints of the ledger were signed: the signer does not remember what it signed',
    );
  if (inKeys !== undefined && !isCheckpointNote(inKeys))
    return finding(memory, 'is cut or damaged: the signer does not know what it signed last, and signs nothing');
  return [inKeys, newest].some((note) => note !== undefined && !isSignedBy(note, known))
    ? finding(keysFile, 'does not hold the key that signed the last checkpoint, or the note of it cannot be read')
    : [];
}

function isSignedBy(note: string, known: Parameters<typeof openNote>[1]): boolean {
  try {
    openNote(note, known);
    return true;
  } catch (error) {
    if (error instanceof NoteNotVerified || error instanceof Malformed) return false;
    throw error;
  }
}
