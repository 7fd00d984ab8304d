import canonicalize from 'canonicalize';

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
  refuseWhatHasNoForm(value, []);
  const json = canonicalize(value);
  if (json === undefined) throw new NotCanonical('', 'has no JSON form');
  return json;
}

/** The UTF-8 bytes of {@link canonicalJson}. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(canonicalJson(value));
}

/**
 * The library writes; what it would change silently, and where that stands, is found here first.
 * @param place the names on the way to the value; as it was, when this returns.
 */
function refuseWhatHasNoForm(value: unknown, place: string[]): void {
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!value.isWellFormed()) throw fault(place, 'contains a lone surrogate');
      return;
    case 'number':
      if (!Number.isFinite(value)) throw fault(place, 'is not a finite number');
      return;
    case 'object':
      if (value !== null) refuseInside(value, place);
      return;
    default:
      throw fault(place, `is of type ${typeof value}, which JSON does not have`);
  }
}

function refuseInside(value: object, place: string[]): void {
  if (place.length >= MAX_DEPTH) throw fault(place, `is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    // By index, not by iterator: a hole is no value.
    for (let index = 0; index < value.length; index += 1) refuseMember(value[index], String(index), place);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw fault(place, 'is not a plain object');
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) throw fault([...place, name], 'contains a lone surrogate');
    refuseMember(member, name, place);
  }
}

function refuseMember(member: unknown, name: string, place: string[]): void {
  place.push(name);
  refuseWhatHasNoForm(member, place);
  place.pop();
}

function fault(place: readonly string[], rule: string): NotCanonical {
  const escaped = place.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return new NotCanonical(escaped.join(''), rule);
}
