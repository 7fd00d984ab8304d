import type { LedgerRecord } from '@bali/ledger';
import type { AuditRow, RowTelling } from './ledger-reading.js';

/** What is told of an event's kind. */
interface Told {
  readonly about: string;
  /** The JSON Schema of its data. */
  readonly data: object;
}

/**
 * Tells an event of a ledger that has no sentences of its own: what happened, as its definition has it, and every value
 * with the description that its schema gives it.
 */
export function plainRow(record: LedgerRecord, definition: Told, { show, standing }: RowTelling): AuditRow {
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

function valuesOf({ data }: LedgerRecord, definition: Told): string {
  const properties = (definition.data as { readonly properties?: Readonly<Record<string, { description?: string }>> })
    .properties;
  const values = Object.entries(data as object).map(([name, value]: [string, unknown]) => {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return `${properties?.[name]?.description ?? name}: ${shown}`;
  });
  return values.length === 0 ? '' : `: ${values.join('; ')}`;
}
