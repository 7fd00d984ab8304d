/** An OpenAPI document in two parts that are compared apart. */
export interface ShapeAndWords {
  /** What a client program relies on, in an order of its own. */
  readonly shape: unknown;
  /** What people read: each sentence and example, by a JSON pointer to its place. */
  readonly words: Readonly<Record<string, unknown>>;
}

/** What people read, and no program relies on. */
const WORDS = new Set(['title', 'summary', 'description', 'example', 'examples']);

/** Members whose own members are names that somebody chose: `description` below `properties` is a field, not a sentence. */
const NAMING = new Set([
  ...['paths', 'schemas', 'responses', 'headers', 'content', 'securitySchemes', 'requestBodies', 'callbacks', 'links'],
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'variables', 'mapping'],
]);

/** Members that hold values, and no schema. */
const VALUES = new Set(['enum', 'const', 'default']);

/**
 * Parts a document. The order of members, of `required` and of parameters carries no meaning and is made one; the order of
 * everything else is kept, above all that of `enum`.
 * @throws Error for two parameters of one name, which have no place each.
 */
export function shapeAndWords(document: object): ShapeAndWords {
  const words: Record<string, unknown> = {};
  return { shape: shapeOf(document, '', 'keywords', words), words };
}

type Members = Record<string, unknown>;

function shapeOf(node: unknown, pointer: string, members: 'keywords' | 'names', words: Members): unknown {
  if (Array.isArray(node)) return node.map((item, index) => shapeOf(item, `${pointer}/${index}`, 'keywords', words));
  if (typeof node !== 'object' || node === null) return node;
  const shape: Members = {};
  for (const [name, value] of Object.entries(node).toSorted(byName)) {
    const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (members === 'names') shape[name] = shapeOf(value, below, 'keywords', words);
    else if (WORDS.has(name)) words[below] = inLines(value);
    else if (VALUES.has(name)) shape[name] = value;
    else if (name === 'required' && Array.isArray(value)) shape[name] = value.toSorted();
    else if (name === 'parameters') shape[name] = shapeOf(byPlace(value), below, 'names', words);
    else shape[name] = shapeOf(value, below, NAMING.has(name) ? 'names' : 'keywords', words);
  }
  return shape;
}

/** A text of several lines as these, so that a difference shows the line. */
function inLines(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\n') ? value.split('\n') : value;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function byPlace(parameters: unknown): Members {
  const placed = (parameters as readonly { readonly in: string; readonly name: string }[]).map(
    (parameter) => [`${parameter.in} ${parameter.name}`, parameter] as const,
  );
  const members = Object.fromEntries(placed);
  if (Object.keys(members).length !== placed.length) throw new Error('two parameters have one name');
  return members;
}
