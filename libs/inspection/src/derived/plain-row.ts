import type { LedgerRecord } from '@bali/ledger';
import { describedField } from '@bali/schema';
import type { AuditRow, RowContext } from './ledger-view.js';

/** What a row says of the kind of an event. */
interface KindOfEvent {
  readonly about: string;
  /** The JSON Schema of its data. */
  readonly data: object;
}

/**
 * The row of an event of a ledger that has no sentences of its own: what happened, as its definition has it, and every value
 * with the description that its schema gives it.
 */
export function plainRow(record: LedgerRecord, definition: KindOfEvent, { show, standing }: RowContext): AuditRow {
  const { recordedAt, actor, reason, signature } = record.metadata;
  const why = reason === undefined ? undefined : show(reason);
  const at = (instant: string): string => `${instant.slice(0, 10)} at ${instant.slice(11, 19)} UTC`;
  const parts = [
    `On ${at(recordedAt)}, ${actor.name} (${actor.role.replaceAll('-', ' ')}, ${actor.organisation}) recorded that ` +
      `${definition.about}${valuesOf(record, definition)} (${record.stream}).`,
    ...(why === undefined ? [] : [`Reason: ${why}.`]),
    ...(signature === undefined
      ? []
      : [`Signed by ${signature.name} on ${at(signature.signedAt)}, meaning “${signature.meaning}”.`]),
    ...(standing?.standing === 'invalid' ? ['This signature is not valid.'] : []),
  ];
  return { late: false, ...(why === undefined ? {} : { reason: why }), sentence: parts.join(' ') };
}

/** In the order in which the schema has them, as that is how people read them. */
function valuesOf({ data }: LedgerRecord, { data: schema }: KindOfEvent): string {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  const values = data as Readonly<Record<string, unknown>>;
  const names = [...new Set([...Object.keys(properties), ...Object.keys(values)])].filter((name) => name in values);
  const described = names.map((name) => `${describedField(schema, `/${name}`)}: ${shown(values[name])}`);
  return described.length === 0 ? '' : `: ${described.join('; ')}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => `${name}: ${shown(part)}`);
  return `(${parts.join(', ')})`;
}
