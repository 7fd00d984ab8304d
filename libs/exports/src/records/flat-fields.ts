import type { Variable } from '../model/dataset.js';

/** What a JSON Schema says, as far as it is looked at here. */
interface Field {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Field[];
  readonly items?: Field;
}

/** What stands between the values of a list in one cell. */
const BETWEEN = ' | ';

/** A field that has one cell: where it is in the data, and the column that it makes. */
export interface FlatField {
  readonly path: readonly string[];
  readonly variable: Variable;
  /** How its text is written, such as `date`, where it is not free. */
  readonly format?: string;
  /** Whether it is a list, of which all values stand in the one cell. */
  readonly isList: boolean;
}

/** The fields of an event's data, each with a column; what is nested has full stops in its name. */
export function flatFields(event: string, schema: object): readonly FlatField[] {
  return fieldsIn(schema as Field, []).map(({ path, field, isMandatory }) => ({
    path,
    ...{ isList: field.items !== undefined, ...(field.format === undefined ? {} : { format: field.format }) },
    variable: {
      ...{
        name: path.join('.'),
        label: field.description ?? path.join(' '),
        type: typeOf(field),
        length: field.maxLength ?? 200,
      },
      ...{ origin: 'Collected', source: `${event}.${path.join('.')}`, isMandatory },
      ...(codesOf(field) === undefined
        ? {}
        : {
            codelist: {
              name: `${event}.${path.join('.')}`,
              title: field.description ?? path.join(' '),
              terms: (codesOf(field) ?? []).map((value) => ({ value, decode: value.replaceAll('-', ' ') })),
            },
          }),
    },
  }));
}

interface Found {
  readonly path: readonly string[];
  readonly field: Field;
  readonly isMandatory: boolean;
}

function fieldsIn(schema: Field, path: readonly string[]): readonly Found[] {
  const properties = propertiesOf(schema);
  return Object.entries(properties).flatMap(([name, field]) => {
    const nested = Object.keys(propertiesOf(field)).length > 0;
    const below = [...path, name];
    if (nested) return fieldsIn(field, below);
    const isMandatory = path.length === 0 && schema.required?.includes(name) === true;
    return [{ path: below, field, isMandatory }];
  });
}

/** The fields of an object, or of all the objects that it may be. */
function propertiesOf({ properties, anyOf = [] }: Field): Readonly<Record<string, Field>> {
  return { ...Object.assign({}, ...anyOf.map(propertiesOf)), ...properties } as Readonly<Record<string, Field>>;
}

function typeOf({ type }: Field): Variable['type'] {
  return type === 'integer' ? 'integer' : type === 'number' ? 'decimal' : 'text';
}

function codesOf({ enum: values, items }: Field): readonly string[] | undefined {
  return values ?? items?.enum;
}

/** What stands in an event's data at a path, as one cell. */
export function cellAt(data: unknown, path: readonly string[]): string | number | undefined {
  let value = data;
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (value === undefined || typeof value === 'number' || typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(BETWEEN);
}
