/** An operator asked for something that cannot be done, or must not be: the message says why, and what to do. */
export class OperationRefused extends Error {
  /** For programs that must recognize this refusal; it is in the message, too. */
  readonly code: OperationCode | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly code?: OperationCode }) {
    super(options?.code === undefined ? message : `${message} (${options.code})`, options);
    this.name = 'OperationRefused';
    this.code = options?.code;
  }
}

/** `checkpoint-not-verified`: a checkpoint beside a ledger is not signed by any of the keys of its log that are known. */
export type OperationCode = 'checkpoint-not-verified';
