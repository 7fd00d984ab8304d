/** Another process works on this file. Each process needs files of its own. */
export class LogInUse extends Error {
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is in use by another process, which has to be stopped first`, options);
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

const REFUSALS = {
  truncated: 'it is shorter than the checkpoint that was signed before',
  forked: 'it does not begin with the events of the checkpoint that was signed before',
  'unknown-key': 'a checkpoint that was signed before is signed by none of its keys',
  'memory-unreadable': 'what was signed last cannot be read',
  'checkpoint-unreadable': 'a checkpoint that is kept beside the ledger cannot be read',
} as const;

/**
 * The signer does not sign this tree, because it is not shown that the tree extends what was signed before. `truncated` and
 * `forked`: somebody has cut the ledger short, restored an older copy of it, or changed what was in it, and people have to
 * find out which. The others: what was signed before cannot be read, or the keys are not those that signed it.
 */
export class SigningRefused extends Error {
  readonly why: keyof typeof REFUSALS;

  /**
   * The message has no sizes: it goes to the server's log, whose readers may not learn the size of the sealed ledger.
   * @param wayOut names the file, and says what to do.
   */
  constructor(why: SigningRefused['why'], origin: string, wayOut?: string, options?: ErrorOptions) {
    super(`the log ${origin} is not signed: ${REFUSALS[why]}${wayOut === undefined ? '' : `. ${wayOut}`}`, options);
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

/** Whether no checkpoint could be signed, for a reason that is in the log for operators: whoever asked for one may ask again. */
export function mayBeSignedLater(error: unknown): boolean {
  return error instanceof NotYetInLog || error instanceof SigningRefused || error instanceof SigningKeysRefused;
}

/** The tree that was made of a ledger does not fit the ledger that is there now. A person has to find out which of them was changed. */
export class TreeDiffers extends Error {
  /** The message has no sizes, for the same reason as that of {@link SigningRefused}. */
  constructor(origin: string, path: string | undefined) {
    const where = path === undefined ? '' : ` in ${path}`;
    super(
      `The tree of the log ${origin}${where} is not that of its ledger: the ledger was cut or replaced, or the file of the tree ` +
        'was. Run `bali check`, which says what can be done.',
    );
    this.name = 'TreeDiffers';
  }
}
