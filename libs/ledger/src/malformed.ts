/** A text or bytes that are not of the form that their specification asks for. */
export class Malformed extends Error {
  /** What it was to be: `signed note`, `checkpoint`, … */
  readonly form: string;

  constructor(form: string, rule: string) {
    super(`this is no ${form}: ${rule}`);
    this.name = 'Malformed';
    this.form = form;
  }
}
