import type { CommandTexts } from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';
import { FREE_TEXT, type FieldSchema } from '@bali/schema';

/** What a body says besides the data of its event. */
const OF_THE_RECORD: ReadonlySet<string> = new Set(['reason', 'reasonCode', 'replaces', 'despite', 'signature']);

/**
 * The data that was entered of an event, as a command takes it: a plain object, without the reason, its code and the signature (which
 * are the record's, not the event's), and with the hash of each free text in its place.
 * @throws Problem `invalid-input` for a measurement with both or neither of a value and a reason why it was not done.
 */
export function enteredOf(schema: FieldSchema, body: object, texts: CommandTexts): Readonly<Record<string, unknown>> {
  const sent = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
  const { properties = {} } = schema;
  const isOfTheEvent = (name: string): boolean => Object.hasOwn(properties, name) || !OF_THE_RECORD.has(name);
  const data = Object.fromEntries(Object.entries(sent).filter(([name]) => isOfTheEvent(name)));
  const errors = Object.keys(data).flatMap((name) => undecided(properties[name], data[name], `/${name}`));
  if (errors.length > 0) throw new Problem(PROBLEMS['invalid-input'], { errors });
  for (const [name, text] of Object.entries(data)) {
    if (typeof text === 'string' && properties[name]?.contentMediaType === FREE_TEXT) data[name] = texts.keep(text);
  }
  return data;
}

/** A measurement has either a value or the reason why it was not done, never both and never neither. */
function undecided(schema: FieldSchema | undefined, value: unknown, field: string) {
  const alternatives = (schema?.anyOf ?? []).map(({ properties = {} }) => Object.keys(properties));
  if (alternatives.some(([, second]) => second !== undefined) || alternatives.length < 2) return [];
  const given = alternatives.filter(([only = '']) => Object.hasOwn(value as object, only));
  if (given.length === 1) return [];
  const message = 'must have either a value or the reason why it was not done';
  return [{ field, rule: 'value-or-not-done', message }];
}
