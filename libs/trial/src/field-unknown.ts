import type { FieldSchema } from '@bali/schema';
import { type Refusal, refusal } from './refusal.js';

interface Asked {
  /** What the entry says, in words. */
  readonly entry: string;
  readonly field: string;
  /** Absent: the entry has none. */
  readonly schema: FieldSchema | undefined;
  /** Where the field stands in the command. */
  readonly at: string;
}

/** An entry has no such field: the refusal names those that it has. */
export function fieldUnknown({ entry, field, schema, at }: Asked): Refusal {
  const fields = Object.keys(schema?.properties ?? {}).map((name) => `/${name}`);
  const wayOut =
    fields.length === 0
      ? 'It has no fields: ask about the entry as a whole.'
      : `Name one that it has: ${fields.join(', ')}. What stands inside of one is named below it, and a list as a whole.`;
  return refusal('field-unknown', `An entry that says ${entry} has no field ${field}. ${wayOut}`, at);
}
