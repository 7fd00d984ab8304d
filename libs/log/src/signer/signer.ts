import { writeDurably } from '@bali/event-store';
import { existsSync, readFileSync } from 'node:fs';
import {
  formatCheckpoint,
  Malformed,
  NoteNotVerified,
  openNote,
  parseCheckpoint,
  signNote,
  type TreeHead,
  verifyConsistency,
} from '@bali/ledger';
import { LogInUse, SigningKeysRefused, SigningRefused } from '../errors.js';
import { lockPath } from '../files.js';
import { type SigningKeys, SigningKeysReader } from './signing-keys.js';

/** Gives the proof that a tree extends an older one, whose size it gets. */
export type ConsistencyWith = (olderSize: number) => readonly Uint8Array[];

/** Where a signer keeps what it needs: the keys, and the last note that it signed. */
export interface SignerFiles {
  readonly keys: string;
  readonly lastSigned: string;
  /**
   * Default: true. What was signed is on the disk before its note is released. False is for simulations, of which nobody keeps a
   * checkpoint: it is on the disk once the signer is closed, and after a kill only the checkpoints in the store are known.
   */
  readonly synced?: boolean;
}

/**
 * Signs the checkpoints of one log, and never a tree that does not extend the last one it signed: not after a crash, nor
 * when an older copy of the ledger was restored, nor when the ledger was changed.
 *
 * It remembers what it signed in a file beside the keys, durable before a note leaves it, and holds a lock: one process
 * signs a log.
 */
export class Signer {
  readonly #origin: string;
  readonly #files: SignerFiles;
  readonly #lock: Disposable;
  readonly #keys: SigningKeysReader;
  /** The note that was signed last, if it is not in the file yet. */
  #unwritten: string | undefined;

  /** @throws LogInUse when another process signs; SigningKeysRefused */
  constructor(files: SignerFiles, origin: string) {
    this.#files = files;
    this.#origin = origin;
    this.#keys = new SigningKeysReader(files.keys, origin);
    this.#lock = lockPath(files.keys);
    try {
      this.keys.signersAt(new Date(0));
    } catch (error) {
      this.#lock[Symbol.dispose]();
      throw error;
    }
  }

  /** The keys as they stand in the file now: a rotation takes effect with the next checkpoint. @throws SigningKeysRefused */
  get keys(): SigningKeys {
    const { keys } = this.#keys;
    if (keys !== undefined) return keys;
    throw keysMissing(this.#files.keys, this.#origin);
  }

  /** The size of the tree that was signed last, with its note. @throws SigningRefused when it cannot be read. */
  lastTree(): { readonly size: number; readonly note: string } | undefined {
    const note = this.lastSigned();
    return note === undefined ? undefined : { size: this.#opened(note, true).size, note };
  }

  /** The note that was signed last, which may not have been kept anywhere else yet; undefined before the first. */
  lastSigned(): string | undefined {
    if (this.#unwritten !== undefined) return this.#unwritten;
    return existsSync(this.#files.lastSigned) ? readFileSync(this.#files.lastSigned, 'utf8') : undefined;
  }

  /**
   * The signed checkpoint of a tree. When it returns, that it was signed is durable.
   *
   * @param known other checkpoints of this log that are kept: the tree must extend them as well, as the signer's own
   *   memory may be an older copy.
   * @throws SigningRefused when the tree does not extend one that was signed.
   */
  sign(head: TreeHead, consistencyWith: ConsistencyWith, known: readonly string[], now: Date): string {
    this.check(head, consistencyWith, known);
    const note = signNote(formatCheckpoint(this.#origin, head), this.keys.signersAt(now));
    const { lastSigned, synced = true } = this.#files;
    if (note === this.lastSigned()) return note;
    if (synced) writeDurably(lastSigned, note);
    else this.#unwritten = note;
    return note;
  }

  /** Whether a tree may be signed. @throws SigningRefused when it is not shown that it extends what was signed. */
  check(head: TreeHead, consistencyWith: ConsistencyWith, known: readonly string[] = []): void {
    const own = this.lastSigned();
    for (const note of new Set(own === undefined ? known : [own, ...known])) {
      const older = this.#opened(note, note === own);
      if (head.size < older.size) throw new SigningRefused('truncated', this.#origin);
      if (!verifyConsistency(older, head, consistencyWith(older.size)))
        throw new SigningRefused('forked', this.#origin);
    }
  }

  /** What was signed before, if one of the keys here signed it. @throws SigningRefused naming the file, and the way out. */
  #opened(note: string, isOwn: boolean): TreeHead {
    const { keys, lastSigned } = this.#files;
    try {
      return parseCheckpoint(openNote(note, this.keys.verifiers).text);
    } catch (error) {
      if (error instanceof NoteNotVerified && error.why === 'unknown-keys') {
        const wayOut = `Put back ${keys} as it was: a key is changed with \`bali keys rotate\`, which keeps the one before it`;
        throw new SigningRefused('unknown-key', this.#origin, wayOut, { cause: error });
      }
      if (!(error instanceof NoteNotVerified || error instanceof Malformed)) throw error;
      if (!isOwn) throw new SigningRefused('checkpoint-unreadable', this.#origin, undefined, { cause: error });
      throw new SigningRefused('memory-unreadable', this.#origin, wayOutOf(lastSigned), { cause: error });
    }
  }

  close(): void {
    if (this.#unwritten !== undefined) writeDurably(this.#files.lastSigned, this.#unwritten);
    this.#lock[Symbol.dispose]();
  }
}

/** The keys that signed a log are not there any more. */
export function keysMissing(path: string, origin: string): SigningKeysRefused {
  const wayOut = 'Put the file back from where the keys are kept: nothing has to be restarted';
  return new SigningKeysRefused('signing-keys-missing', `there are no signing keys of ${origin} at ${path}. ${wayOut}`);
}

function wayOutOf(lastSigned: string): string {
  return (
    `${lastSigned} is cut or damaged. Put it back from a copy; if there is none, compare the newest checkpoint with one in other ` +
    'hands (a receipt, a package), and take the file away: trees are then held to the checkpoints beside the ledger'
  );
}

/** The signer of a log, unless another process is it. @throws SigningKeysRefused */
export function signerUnlessAtWork(files: SignerFiles, origin: string): Signer | undefined {
  try {
    return new Signer(files, origin);
  } catch (error) {
    if (error instanceof LogInUse) return undefined;
    throw error;
  }
}
