type Members = Readonly<Record<string, unknown>>;

/** The value at an RFC 6901 pointer (without `~` escapes: our field names need none), or `undefined`. */
export function valueAt(value: unknown, pointer: string): unknown {
  return namesOf(pointer).reduce<unknown>((inside, name) => membersOf(inside)[name], value);
}

/** A copy with another value at the pointer; with `undefined`, a copy without that member. */
export function withValueAt(value: unknown, pointer: string, replacement: unknown): unknown {
  return replaced(value, namesOf(pointer), replacement);
}

/** The pointers to all single values in a value; a list is one, since it is corrected as a whole. */
export function pointersIn(value: unknown, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [pointer];
  return Object.entries(value).flatMap(([name, member]) => pointersIn(member, `${pointer}/${name}`));
}

function namesOf(pointer: string): readonly string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/');
}

function replaced(value: unknown, names: readonly string[], replacement: unknown): unknown {
  const [name, ...deeper] = names;
  if (name === undefined) return replacement;
  const inside = replaced(membersOf(value)[name], deeper, replacement);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === name ? inside : item));
  const others = Object.entries(membersOf(value)).filter(([other]) => other !== name);
  return Object.fromEntries(inside === undefined ? others : [...others, [name, inside]]);
}

/** Own members only: a pointer such as `/constructor` finds nothing. */
function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? Object.assign(Object.create(null) as Members, value) : {};
}
