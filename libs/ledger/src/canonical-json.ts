/** The largest leaf a tlog-tiles entry bundle can hold (its length prefix is a uint16). */
export const MAX_LEAF_BYTES = 65_535;

/** How deep a value may be nested; nothing that the trial records comes near it. */
export const MAX_DEPTH = 64;

/** A value that has no canonical form, and where in it the fault lies (an RFC 6901 JSON pointer). */
export class NotCanonical extends Error {
  readonly pointer: string;

  constructor(pointer: string, rule: string) {
    super(`${pointer === '' ? 'the value' : pointer} ${rule}`);
    this.name = 'NotCanonical';
    this.pointer = pointer;
  }
}

const encoder = new TextEncoder();

/**
 * Canonical JSON (RFC 8785). Whoever serializes the same value, in any language, gets the same bytes.
 *
 * Refused, because RFC 8785 gives them no form or because JSON would change them silently: lone surrogates, numbers that
 * are not finite, `undefined`, functions, symbols, bigints, and objects that are not plain.
 *
 * @throws NotCanonical naming the place and the rule.
 */
export function canonicalJson(value: unknown): string {
  return written(value, []);
}

/** The UTF-8 bytes of {@link canonicalJson}. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(canonicalJson(value));
}

/**
 * Checks and writes in one pass: every command waits for it. RFC 8785 takes the forms of numbers and texts from
 * ECMAScript's `JSON.stringify`; what remains is the order of names, and what to refuse.
 *
 * @param place the names on the way to the value; as it was, when this returns.
 */
function written(value: unknown, place: string[]): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw fault(place, 'contains a lone surrogate');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw fault(place, 'is not a finite number');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : writtenInside(value, place);
    default:
      throw fault(place, `is of type ${typeof value}, which JSON does not have`);
  }
}

function writtenInside(value: object, place: string[]): string {
  if (place.length >= MAX_DEPTH) throw fault(place, `is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return writtenList(value, place);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw fault(place, 'is not a plain object');
  return writtenObject(value as Readonly<Record<string, unknown>>, place);
}

function writtenList(items: readonly unknown[], place: string[]): string {
  let inside = '';
  for (let index = 0; index < items.length; index += 1) {
    place.push(String(index));
    inside += (index === 0 ? '' : ',') + written(items[index], place);
    place.pop();
  }
  return `[${inside}]`;
}

function writtenObject(members: Readonly<Record<string, unknown>>, place: string[]): string {
  let inside = '';
  // Without an order of its own, `sort` compares UTF-16 code units, as RFC 8785 does.
  for (const name of Object.keys(members).sort()) {
    place.push(name);
    inside += `${inside === '' ? '' : ','}${written(name, place)}:${written(members[name], place)}`;
    place.pop();
  }
  return `{${inside}}`;
}

function fault(place: readonly string[], rule: string): NotCanonical {
  const escaped = place.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return new NotCanonical(escaped.join(''), rule);
}
