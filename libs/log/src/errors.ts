/** Another process works on this file. Each process needs files of its own. */
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

  /** The message has no sizes: it goes to the server's log, whose readers may not learn the size of the sealed ledger. */
  constructor(why: SigningRefused['why'], origin: string) {
    const what = why === 'truncated' ? 'it is shorter than' : 'it does not begin with the events of';
    super(`the log ${origin} is not signed: ${what} the checkpoint that was signed before`);
    this.name = 'SigningRefused';
    this.why = why;
  }
}

/** The event that was asked for did not come into the log in time. */
export class NotYetInLog extends Error {
  /** The message has no sizes, for the same reason as that of {@link SigningRefused}. */
  constructor(options?: ErrorOptions) {
    super('the log does not have as many events yet as were asked for', options);
    this.name = 'NotYetInLog';
  }
}
