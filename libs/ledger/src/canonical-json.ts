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
  const ordered = inOrder(value, []);
  if (ordered !== NO_ORDER) return JSON.stringify(ordered);
  const json = canonicalize(value);
  if (json === undefined) throw new NotCanonical('', 'has no JSON form');
  return json;
}

/** The UTF-8 bytes of {@link canonicalJson}. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(canonicalJson(value));
}

/** For what an object cannot hold in an order of ours. */
const NO_ORDER = Symbol('no order');

/**
 * A value whose objects have their members in the order of RFC 8785: the very value where it has them so already, which costs
 * next to nothing. ECMAScript then writes it as RFC 8785 does, which takes over texts and numbers from there, and does so
 * several times faster than a library that has to sort. What JSON would change silently, and where that stands, is found here.
 * @param place the names on the way to the value; as it was, when this returns.
 * @returns {@link NO_ORDER} where names look like numbers, which an object always has first: a library has to write those.
 */
function inOrder(value: unknown, place: string[]): unknown {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      if (!value.isWellFormed()) throw fault(place, 'contains a lone surrogate');
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw fault(place, 'is not a finite number');
      return value;
    case 'object':
      return value === null ? null : membersInOrder(value, place);
    default:
      throw fault(place, `is of type ${typeof value}, which JSON does not have`);
  }
}

function membersInOrder(value: object, place: string[]): unknown {
  if (place.length >= MAX_DEPTH) throw fault(place, `is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return listInOrder(value, place);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw fault(place, 'is not a plain object');
  return objectInOrder(value as Readonly<Record<string, unknown>>, place);
}

function listInOrder(list: readonly unknown[], place: string[]): unknown {
  let copy: unknown[] | undefined;
  let hasOrder = true;
  // By index, not by iterator: a hole is no value.
  for (let index = 0; index < list.length; index += 1) {
    const member = list[index];
    const ordered = memberInOrder(member, String(index), place);
    if (ordered === NO_ORDER) hasOrder = false;
    if (ordered !== member) (copy ??= [...list])[index] = ordered;
  }
  return hasOrder ? (copy ?? list) : NO_ORDER;
}

function objectInOrder(object: Readonly<Record<string, unknown>>, place: string[]): unknown {
  const names = Object.keys(object);
  let before = '';
  let isSorted = true;
  let hasOrder = true;
  let changed: Record<string, unknown> | undefined;
  for (const name of names) {
    if (!name.isWellFormed()) throw fault([...place, name], 'contains a lone surrogate');
    const member = object[name];
    const ordered = memberInOrder(member, name, place);
    if (ordered === NO_ORDER || name === '__proto__' || looksLikeNumber(name)) hasOrder = false;
    else if (ordered !== member) (changed ??= {})[name] = ordered;
    if (name < before) isSorted = false;
    before = name;
  }
  if (!hasOrder) return NO_ORDER;
  return isSorted && changed === undefined ? object : sorted(object, names, changed);
}

function sorted(
  object: Readonly<Record<string, unknown>>,
  names: string[],
  changed: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  // Without a comparison of its own, a list of texts is sorted by their UTF-16 code units.
  for (const name of names.sort()) copy[name] = Object.hasOwn(changed, name) ? changed[name] : object[name];
  return copy;
}

/** An object has such members before all others, in the order of their numbers, whenever they were added. */
function looksLikeNumber(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

function memberInOrder(member: unknown, name: string, place: string[]): unknown {
  if (typeof member === 'string' && member.isWellFormed()) return member;
  place.push(name);
  const ordered = inOrder(member, place);
  place.pop();
  return ordered;
}

function fault(place: readonly string[], rule: string): NotCanonical {
  const escaped = place.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return new NotCanonical(escaped.join(''), rule);
}
