/** What is the matter with the disk or a file: `full` is over once there is room, `busy` by itself, `damaged` by no waiting. */
export type StorageFailure = 'full' | 'busy' | 'damaged' | 'unavailable';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const SQLITE: ReadonlyMap<number, StorageFailure> = new Map([
  [5, 'busy'], // SQLITE_BUSY
  [6, 'busy'], // SQLITE_LOCKED
  [8, 'unavailable'], // SQLITE_READONLY
  [10, 'unavailable'], // SQLITE_IOERR
  [11, 'damaged'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'unavailable'], // SQLITE_CANTOPEN
  [26, 'damaged'], // SQLITE_NOTADB
]);

const SYSTEM: ReadonlyMap<string, StorageFailure> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EFBIG', 'full'],
  ['EIO', 'unavailable'],
  ['EROFS', 'unavailable'],
  ['EMFILE', 'unavailable'],
  ['ENFILE', 'unavailable'],
]);

/**
 * What an error says of the disk or of a file, itself or by what caused it. `undefined`: it says nothing of them. A failure to
 * write beyond what the process may (`ulimit -f`) is a failure of input and output to SQLite, and `unavailable` here.
 */
export function storageFailureOf(error: unknown): StorageFailure | undefined {
  for (let cause: unknown = error; typeof cause === 'object' && cause !== null;) {
    const { errcode, code, cause: next } = cause as { errcode?: unknown; code?: unknown; cause?: unknown };
    const failure =
      typeof errcode === 'number'
        ? SQLITE.get(errcode & 0xff)
        : typeof code === 'string'
          ? SYSTEM.get(code)
          : undefined;
    if (failure !== undefined) return failure;
    cause = next;
  }
  return undefined;
}
