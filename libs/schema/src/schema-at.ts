import { FREE_TEXT } from './fields.js';

/** What is read of a JSON Schema here. */
export interface FieldSchema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly contentMediaType?: string;
  readonly items?: FieldSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly FieldSchema[];
}

/** The schema of the field at a JSON pointer, or undefined if the schema knows no such field. */
export function schemaAt(schema: object, pointer: string): FieldSchema | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<FieldSchema | undefined>((inside, name) => inside && memberOf(inside, name), schema);
}

/** Words for a field: its description up to the first remark, or, of a value inside a measurement, the measurement's. */
export function describedField(schema: object, pointer: string): string {
  const field = schemaAt(schema, pointer);
  const description =
    field?.description ?? descriptionInside(field) ?? descriptionInside(schemaAt(schema, parentOf(pointer)));
  return description?.replace(/(;| \(hash of a free text\)).*$/, '') ?? pointer;
}

function descriptionInside(schema: FieldSchema | undefined): string | undefined {
  return schema?.anyOf?.[0]?.properties?.['value']?.description;
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

function memberOf(schema: FieldSchema, name: string): FieldSchema | undefined {
  const branches = [schema, ...(schema.anyOf ?? [])];
  return branches.flatMap(({ properties = {} }) => (Object.hasOwn(properties, name) ? [properties[name]] : []))[0];
}

/** What was asked of each schema: there are a few fields, and millions of events. */
const asked = new WeakMap<object, Map<string, boolean>>();

/** Whether the field at a JSON pointer is a free text, so that a hash stands there. */
export function isFreeTextAt(schema: object, pointer: string): boolean {
  let fields = asked.get(schema);
  if (fields === undefined) asked.set(schema, (fields = new Map<string, boolean>()));
  const known = fields.get(pointer);
  if (known !== undefined) return known;
  const found = schemaAt(schema, pointer);
  const isText = found?.contentMediaType === FREE_TEXT;
  // Only what the schema has: fields that anybody may write without end are not kept.
  if (found !== undefined) fields.set(pointer, isText);
  return isText;
}
