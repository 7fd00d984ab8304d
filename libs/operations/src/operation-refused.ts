/** What an operator asked for cannot be done, or must not be: the message says why, and what to do. */
export class OperationRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperationRefused';
  }
}
