import { type Ledger, sha256Hex } from '@bali/ledger';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyFileDurably, type FileDigest, writeFileDurably } from '../durable-files.js';
import type { LedgerSummary } from '../checked-tree.js';
import { OperationRefused } from '../operation-refused.js';
import type { TextsOfLedgers } from './texts-of-ledgers.js';

/** The file that describes the back-up, for people and programs. */
export const MANIFEST = 'back-up.json';
/** SHA-256 of every other file, as `sha256sum` writes it, so that `sha256sum --check` verifies a copy without us. */
const CHECKSUMS = 'SHA256SUMS';
export const CREDENTIALS = 'credentials.db';

/** A manifest of a later format is refused, never guessed at. */
const FORMAT = 1;
const MAX_LIST_BYTES = 1_000_000;

export interface BackUpManifest {
  readonly format: typeof FORMAT;
  readonly trial: string;
  readonly madeAt: string;
  readonly software: { readonly version: string; readonly commit: string };
  readonly ledgers: Readonly<Record<Ledger, LedgerSummary>>;
  readonly files: Readonly<Record<string, FileDigest>>;
  /** What was found of the free texts when it was made. Absent in back-ups that earlier versions made. */
  readonly texts?: TextsOfLedgers;
  /** The keys are never in a back-up: a person who had both could unseal. */
  readonly keys: 'not in this back-up';
}

export const ledgerFile = (ledger: Ledger): string => `${ledger}.db`;

export function manifestOf(known: Omit<BackUpManifest, 'format' | 'keys'>): string {
  return `${JSON.stringify({ format: FORMAT, ...known, keys: 'not in this back-up' }, null, 2)}\n`;
}

/** Reads what was checked against its checksum already. @throws OperationRefused for what this software cannot restore. */
export function parseManifest(text: string, trial: string): BackUpManifest {
  const manifest = JSON.parse(text) as BackUpManifest;
  const format: number = manifest.format;
  if (format !== FORMAT) throw new OperationRefused(`${MANIFEST} has the format ${format}; this software knows 1`);
  if (manifest.trial !== trial) throw new OperationRefused(`it is a back-up of ${manifest.trial}, not of ${trial}`);
  return manifest;
}

/** Writes the list of checksums: the last file of a directory, without which it is not complete. @returns its SHA-256. */
export function writeChecksums(directory: string, files: ReadonlyMap<string, FileDigest>): string {
  const lines = [...files].map(([name, { sha256 }]) => `${sha256}  ${name}\n`);
  writeFileDurably(join(directory, CHECKSUMS), lines.join(''));
  return sha256Hex(lines.join(''));
}

/** A directory of files that a list of checksums speaks for. */
export class ChecksummedDirectory {
  readonly path: string;
  /** SHA-256 of the list, and so of everything. */
  readonly fingerprint: string;
  readonly #sha256: ReadonlyMap<string, string>;

  /** @throws OperationRefused unless the list is whole, and names exactly the files that are there. */
  constructor(path: string) {
    const list = readSmall(path, CHECKSUMS);
    this.path = path;
    this.fingerprint = sha256Hex(list);
    // Latin 1 gives each byte a character of its own: no two lists are the same text.
    this.#sha256 = new Map(parseChecksums(list.toString('latin1')));
    const there = readdirSync(path).filter((name) => name !== CHECKSUMS);
    const unnamed = there.find((name) => !this.#sha256.has(name));
    if (unnamed !== undefined)
      throw new OperationRefused(`${unnamed} does not belong to it: ${CHECKSUMS} has no such file`);
    const missing = [...this.#sha256.keys()].find((name) => !there.includes(name));
    if (missing !== undefined) throw new OperationRefused(`${missing} is missing, which ${CHECKSUMS} names`);
  }

  get files(): readonly string[] {
    return [...this.#sha256.keys()];
  }

  /** A small file's content. @throws OperationRefused if it is not what the list says. */
  text(name: string): string {
    const content = readSmall(this.path, name);
    this.#expect(name, { bytes: content.byteLength, sha256: sha256Hex(content) });
    return content.toString('utf8');
  }

  /** Copies a file to a place where there is none. @throws OperationRefused if it is not what the list says. */
  async copyOut(name: string, to: string, expectedBytes?: number): Promise<void> {
    this.#expect(name, await copyFileDurably(join(this.path, name), to), expectedBytes);
  }

  #expect(name: string, found: FileDigest, bytes?: number): void {
    const expected = this.#sha256.get(name);
    if (found.sha256 === expected) return;
    const size = bytes === undefined ? '' : `${bytes} bytes with `;
    throw new OperationRefused(
      `${name} is not what was backed up: ${size}SHA-256 ${expected ?? 'of nothing'} was expected, ` +
        `and it has ${found.bytes} bytes with SHA-256 ${found.sha256}`,
    );
  }
}

function parseChecksums(list: string): readonly (readonly [string, string])[] {
  if (!list.endsWith('\n')) throw new OperationRefused(`${CHECKSUMS} is cut off`);
  const entries = list
    .slice(0, -1)
    .split('\n')
    .map((line, index) => {
      const [, sha256, name] = /^([0-9a-f]{64}) {2}([A-Za-z0-9][A-Za-z0-9._-]{0,200})$/.exec(line) ?? [];
      if (sha256 === undefined || name === undefined)
        throw new OperationRefused(`${CHECKSUMS}, line ${index + 1}: a SHA-256 and the name of a file were expected`);
      return [name, sha256] as const;
    });
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw new OperationRefused(`${CHECKSUMS} names a file twice`);
  return entries;
}

function readSmall(directory: string, name: string): Buffer {
  const path = join(directory, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true)
    throw new OperationRefused(`${directory} is not a finished back-up: there is no ${name} in it`);
  if (found.size > MAX_LIST_BYTES) throw new OperationRefused(`${name} is larger than any that we write`);
  return readFileSync(path);
}
