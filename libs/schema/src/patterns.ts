/** The patterns that fields are held to (ECMAScript, with the `u` flag), each in one place. */

/** One line: no control characters, no lone surrogates, not blank. */
export const LINE_PATTERN = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]+$';

/** SHA-256 in lower-case hex. */
export const TEXT_HASH_PATTERN = '^[0-9a-f]{64}$';

/** A number of the registry of trials. */
export const REGISTRY_ID_PATTERN = '^NCT[0-9]{8}$';
export const VISIT_PATTERN = '^[A-Z][A-Z0-9]{0,7}$';

/** A part of the randomization list: of the whole trial or of a site, and those of sealed cards. */
export const STRATUM_PATTERN = '^([A-Z]{3}|CARDS(-[A-Z]{3})?)$';

/** What stands on a bag, a syringe or a cryo-container, and on nothing else in the world. */
export const LABEL_PATTERN = '^[A-Z0-9][A-Z0-9-]{2,31}$';
/** A JSON pointer to a field of an event's data: our names need no escapes. */
export const FIELD_PATTERN = '^(/[A-Za-z0-9]+)+$';
export const MAX_FIELD_LENGTH = 200;

/** What names a deviation: its kind, and the entry, visit or number that it is of. */
export const DEVIATION_KEY_PATTERN = '^[a-z0-9-]{2,60}:[A-Za-z0-9._-]{1,80}$';

/** The type of an event: a name, and never a text that somebody made up. */
export const EVENT_TYPE_PATTERN = '^[A-Z][A-Za-z]{2,59}$';

/** A decimal as text, without needless leading zeros. */
export function decimalPattern(fractionDigits: number): string {
  return `^(0|[1-9][0-9]{0,5})(\\.[0-9]{1,${fractionDigits}})?$`;
}
