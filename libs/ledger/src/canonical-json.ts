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
  refuseWhatHasNoForm(value, '', 0);
  const json = canonicalize(value);
  if (json === undefined) throw new NotCanonical('', 'has no JSON form');
  return json;
}

/** The UTF-8 bytes of {@link canonicalJson}. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(canonicalJson(value));
}

function refuseWhatHasNoForm(value: unknown, pointer: string, depth: number): void {
  if (depth > MAX_DEPTH) throw new NotCanonical(pointer, `is nested deeper than ${MAX_DEPTH} levels`);
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      refuseLoneSurrogates(value, pointer);
      return;
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonical(pointer, 'is not a finite number');
      return;
    case 'object':
      refuseInside(value, pointer, depth);
      return;
    default:
      throw new NotCanonical(pointer, `is of type ${typeof value}, which JSON does not have`);
  }
}

function refuseInside(value: object | null, pointer: string, depth: number): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      refuseWhatHasNoForm(value[index], `${pointer}/${index}`, depth + 1);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonical(pointer, 'is not a plain object');
  for (const [name, member] of Object.entries(value)) {
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    refuseLoneSurrogates(name, place);
    refuseWhatHasNoForm(member, place, depth + 1);
  }
}

function refuseLoneSurrogates(text: string, pointer: string): void {
  if (!text.isWellFormed()) throw new NotCanonical(pointer, 'contains a lone surrogate');
}
