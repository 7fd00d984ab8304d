/** A single value that differs between two states. A free text stands there as its hash. */
export interface Difference {
  /** JSON pointer into the state. */
  readonly field: string;
  /** Absent: it had no value. */
  readonly before?: unknown;
  /** Absent: it has none any more. */
  readonly after?: unknown;
}

/** Every single value that differs, in the order in which they stand; what is new or gone is taken apart as well. */
export function differencesOf(before: unknown, after: unknown, field = ''): readonly Difference[] {
  if (before === after) return [];
  if (isStructure(before) && isStructure(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differencesOf(memberOf(before, name), memberOf(after, name), `${field}/${escaped(name)}`),
    );
  }
  const [gone, come] = [valuesIn(before, field, 'before'), valuesIn(after, field, 'after')];
  const [one, other] = [gone[0], come[0]];
  const isOneValue = gone.length === 1 && come.length === 1 && one?.field === other?.field;
  return isOneValue ? [{ ...one, ...other, field }] : [...gone, ...come];
}

/** Each single value in a value: itself, if it is one. */
function valuesIn(value: unknown, field: string, side: 'before' | 'after'): readonly Difference[] {
  if (value === undefined) return [];
  const members = isStructure(value) ? (Object.entries(value) as [string, unknown][]) : [];
  if (members.length === 0) return [{ field, [side]: value }];
  return members.flatMap(([name, member]) => valuesIn(member, `${field}/${escaped(name)}`, side));
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
