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

  /** No sizes in it: it goes to the server's log, and how many events the sealed ledger has is nobody's to know there. */
  constructor(why: SigningRefused['why'], origin: string) {
    const what = why === 'truncated' ? 'it is shorter than' : 'it does not begin with the events of';
    super(`the log ${origin} is not signed: ${what} the checkpoint that was signed before`);
    this.name = 'SigningRefused';
    this.why = why;
  }
}

/** What was asked for is not in the log yet, and was waited for long enough. */
export class NotYetInLog extends Error {
  /** No sizes in it: it goes to the server's log, as {@link SigningRefused} does. */
  constructor(options?: ErrorOptions) {
    super('the log does not have as many events yet as were asked for', options);
    this.name = 'NotYetInLog';
  }
}
