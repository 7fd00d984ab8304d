/** A file of ours that another process works on: each process has files of its own. */
export class LogInUse extends Error {
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is in use by another process`, options);
    this.name = 'LogInUse';
    this.path = path;
  }
}

/** The signing keys of a log cannot be used as they are. The message quotes no key. */
export class SigningKeysRefused extends Error {
  readonly code:
    'signing-keys-unprotected' | 'signing-keys-malformed' | 'signing-keys-of-another-log' | 'signing-keys-missing';

  constructor(code: SigningKeysRefused['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SigningKeysRefused';
    this.code = code;
  }
}

/**
 * The signer does not sign this tree, because it does not extend one that it has signed. Somebody has cut the ledger
 * short, restored an older copy of it, or changed what was in it: people have to find out which.
 */
export class SigningRefused extends Error {
  readonly why: 'truncated' | 'forked';
  /** How many events the tree has that was signed last. */
  readonly signedSize: number;

  constructor(why: SigningRefused['why'], origin: string, signedSize: number, size: number) {
    const what =
      why === 'truncated'
        ? `it has ${size} events, and a checkpoint of ${signedSize} was signed before`
        : `its first ${signedSize} events are not those of the checkpoint that was signed before`;
    super(`the log ${origin} is not signed: ${what}`);
    this.name = 'SigningRefused';
    this.why = why;
    this.signedSize = signedSize;
  }
}

/** What was asked for is not in the log yet, and was waited for long enough. */
export class NotYetInLog extends Error {
  constructor(size: number, asked: number, options?: ErrorOptions) {
    super(`the log has ${size} events so far, and ${asked} were asked for`, options);
    this.name = 'NotYetInLog';
  }
}
