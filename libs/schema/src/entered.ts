import { type TObject, type TSchema, Type } from 'typebox';

const known = new WeakMap<TSchema, TObject>();

/** The schema of what is entered of an event: its fields without those that the software computes. */
export function enteredSchema(schema: TObject, computed: readonly string[]): TObject {
  if (computed.length === 0) return schema;
  let entered = known.get(schema);
  if (entered === undefined) {
    const fields = Object.entries(schema.properties).filter(([name]) => !computed.includes(name));
    entered = Type.Object(Object.fromEntries(fields), { additionalProperties: false });
    known.set(schema, entered);
  }
  return entered;
}
