/**
 * A map that never changes: `with` gives another one, which shares with this all but a handful of small nodes. A fold over a whole
 * trial can keep such maps: one more entry costs the same however many there are, where copying a `Map` costs more with each.
 * Its order follows from the keys, and not from when they were added.
 */
export class SharedMap<Value> {
  private readonly root: Node<Value>;

  private constructor(root: Node<Value>) {
    this.root = root;
  }

  static empty<Value>(): SharedMap<Value> {
    return new SharedMap<Value>({ slots: [] });
  }

  get(key: string): Value | undefined {
    const hash = hashOf(key);
    let node: Node<Value> | undefined = this.root;
    for (let shift = 0; node !== undefined && 'slots' in node; shift += BITS) node = node.slots[slotOf(hash, shift)];
    return node?.entries.find(([name]) => name === key)?.[1];
  }

  with(key: string, value: Value): SharedMap<Value> {
    return new SharedMap(withEntry(this.root, { hash: hashOf(key), entry: [key, value] }, 0));
  }

  keys(): readonly string[] {
    return [...this].map(([key]) => key);
  }

  values(): readonly Value[] {
    return [...this].map(([, value]) => value);
  }

  *[Symbol.iterator](): Iterator<Entry<Value>> {
    yield* entriesIn(this.root);
  }
}

type Entry<Value> = readonly [key: string, value: Value];

/** Entries whose keys have one hash. */
interface Leaf<Value> {
  readonly hash: number;
  readonly entries: readonly Entry<Value>[];
}

/** What is below it, by the next bits of the hash. */
interface Branch<Value> {
  readonly slots: readonly (Node<Value> | undefined)[];
}

type Node<Value> = Leaf<Value> | Branch<Value>;

const BITS = 4;
const SLOTS = 1 << BITS;
const HASH_BITS = 32;

interface Added<Value> {
  readonly hash: number;
  readonly entry: Entry<Value>;
}

function withEntry<Value>(node: Node<Value> | undefined, added: Added<Value>, shift: number): Node<Value> {
  const { hash, entry } = added;
  if (node === undefined) return { hash, entries: [entry] };
  if ('slots' in node) {
    const slot = slotOf(hash, shift);
    const slots = Array.from({ length: SLOTS }, (_, place) => node.slots[place]);
    slots[slot] = withEntry(node.slots[slot], added, shift + BITS);
    return { slots };
  }
  if (node.hash === hash || shift >= HASH_BITS) {
    return { hash, entries: [...node.entries.filter(([key]) => key !== entry[0]), entry] };
  }
  const slots: (Node<Value> | undefined)[] = [];
  slots[slotOf(node.hash, shift)] = node;
  return withEntry({ slots }, added, shift);
}

function* entriesIn<Value>(node: Node<Value>): Iterable<Entry<Value>> {
  if (!('slots' in node)) return yield* node.entries;
  for (const below of node.slots) if (below !== undefined) yield* entriesIn(below);
}

function slotOf(hash: number, shift: number): number {
  return (hash >>> shift) & (SLOTS - 1);
}

/** FNV-1a, of 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < key.length; place += 1) hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193);
  return hash >>> 0;
}
