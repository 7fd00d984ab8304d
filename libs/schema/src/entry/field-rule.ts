/** The one rule of a field that somebody enters: what it accepts, and how that is said and documented. */
export interface FieldRule {
  /** Kebab-case; the `rule` of an error. */
  readonly name: string;
  /** A sentence without its subject: "must be …". */
  readonly message: string;
  /** What may be wrong with a value that is not accepted, as a sentence; undefined: nothing is known of it. */
  readonly hint?: (value: unknown) => string | undefined;
  readonly accepts: (value: unknown) => boolean;
  /** The rule as a JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
}
