/** Why sealed data cannot be read. The message says which record and why, and nothing of what is in it. */
export const UNREADABLE = {
  'sealing-key-unknown': 'is sealed with a key that is not among the sealing keys',
  'sealed-data-altered':
    'does not open with its key: it was altered, stands in another place, or the key is not the right one',
  'sealed-data-malformed': 'is not in the form in which this software seals',
} as const;
export type Unreadable = keyof typeof UNREADABLE;

export class SealedDataUnreadable extends Error {
  readonly code: Unreadable;

  constructor(what: string, code: Unreadable) {
    super(`${what} ${UNREADABLE[code]}`);
    this.name = 'SealedDataUnreadable';
    this.code = code;
  }
}

/** More than a sealed record or text has room for: all of them have one size, so that the size tells nothing. */
export class TooLargeToSeal extends RangeError {
  constructor(what: string, bytes: number) {
    super(`${what} has room for ${bytes} bytes, and there are more`);
    this.name = 'TooLargeToSeal';
  }
}

/** Why the sealing keys cannot be used. */
export type SealingKeysProblem =
  'sealing-keys-missing' | 'sealing-keys-unprotected' | 'sealing-keys-malformed' | 'sealing-keys-wrong';

/** The sealing keys cannot be used, so nothing that is sealed can be read or written. The message quotes no key. */
export class SealingKeysRefused extends Error {
  readonly code: SealingKeysProblem;

  constructor(code: SealingKeysProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SealingKeysRefused';
    this.code = code;
  }
}
