import { CONFIGURATION, logOrigin, signerFiles } from '@bali/installation';
import { type Ledger, LEDGERS, parseVerifierKey, type VerifierKey } from '@bali/ledger';
import { readSigningKeys } from '@bali/log';
import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';

/** The keys that sign the checkpoints of each ledger, as far as they are known. */
export type KeysOfLedgers = Readonly<Partial<Record<Ledger, readonly VerifierKey[]>>>;

/** `--key VKEY`, as often as there are keys. */
export function keyOption(): Option {
  const collect = (line: string, before: readonly VerifierKey[] = []) => [...before, verifierKeyIn(line)];
  return new Option(
    '--key <vkey>',
    'a verifier key line that checkpoints may be signed with; may be repeated',
  ).argParser(collect);
}

function verifierKeyIn(line: string): VerifierKey {
  try {
    return parseVerifierKey(line);
  } catch {
    throw new InvalidArgumentError('It must be a verifier key line, as `bali keys list` prints it.');
  }
}

/**
 * The keys that are given, and those in the first of the directories of keys that has some of the ledger's log.
 * @throws SigningKeysRefused
 */
export function knownKeys(
  environment: NodeJS.ProcessEnv,
  directories: readonly string[],
  given: readonly VerifierKey[] = [],
): KeysOfLedgers {
  const { logHost } = CONFIGURATION.read(environment);
  const known: Partial<Record<Ledger, readonly VerifierKey[]>> = {};
  for (const ledger of LEDGERS) {
    const origin = logOrigin(logHost, ledger);
    const path = directories.map((keys) => signerFiles({ keys }, ledger).keys).find((file) => existsSync(file));
    const found = path === undefined ? [] : (readSigningKeys(path, origin)?.verifiers ?? []);
    const all = [...found, ...given.filter(({ name }) => name === origin)];
    if (all.length > 0) known[ledger] = all;
  }
  return known;
}

/** What an operator is told of the ledgers whose checkpoints nobody could verify here. */
export function unverifiedLines(keys: KeysOfLedgers): readonly string[] {
  const unknown = LEDGERS.filter((ledger) => keys[ledger] === undefined);
  if (unknown.length === 0) return [];
  return [
    `SIGNATURES NOT VERIFIED: the keys that sign the checkpoints of ${unknown.join(', ')} are not known here.`,
    'Roots were compared with checkpoints that anybody could have written. Give the keys with --key, from where they are on paper.',
  ];
}

/** The same for programs. */
export function signaturesVerified(keys: KeysOfLedgers): Readonly<Record<Ledger, boolean>> {
  const entries = LEDGERS.map((ledger) => [ledger, keys[ledger] !== undefined] as const);
  return Object.fromEntries(entries) as Record<Ledger, boolean>;
}
