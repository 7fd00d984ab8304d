import type { LedgerRecord } from '@bali/ledger';
import { type EventDefinition, inPlainWords } from '@bali/schema';
import type { AuditRow, RowContext } from './ledger-view.js';

/**
 * The row of an event of a ledger that has no sentences of its own: what happened, as its definition has it, and every value
 * with the description that its schema gives it.
 */
export function plainRow(record: LedgerRecord, definition: EventDefinition, { show, standing }: RowContext): AuditRow {
  const { recordedAt, actor, reason, signature } = record.metadata;
  const why = reason === undefined ? undefined : show(reason);
  const at = (instant: string): string => `${instant.slice(0, 10)} at ${instant.slice(11, 19)} UTC`;
  const parts = [
    `On ${at(recordedAt)}, ${actor.name} (${actor.role.replaceAll('-', ' ')}, ${actor.organisation}) recorded that ` +
      `${inPlainWords(record.data as object, definition)} (${record.stream}).`,
    ...(why === undefined ? [] : [`Reason: ${why}.`]),
    ...(signature === undefined
      ? []
      : [`Signed by ${signature.name} on ${at(signature.signedAt)}, meaning “${signature.meaning}”.`]),
    ...(standing?.standing === 'invalid' ? ['This signature is not valid.'] : []),
  ];
  return { late: false, ...(why === undefined ? {} : { reason: why }), sentence: parts.join(' ') };
}
