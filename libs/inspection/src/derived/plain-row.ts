import type { LedgerRecord } from '@bali/ledger';
import type { AuditRow, RowContext } from './audited-ledger.js';

/**
 * The row of an event whose sentence needs nothing of the state.
 * @param sentence what follows "… recorded that"
 */
export function plainRow(record: LedgerRecord, sentence: string, { show, standing }: RowContext): AuditRow {
  const { recordedAt, actor, reason, signature } = record.metadata;
  const why = reason === undefined ? undefined : show(reason);
  const at = (instant: string): string => `${instant.slice(0, 10)} at ${instant.slice(11, 19)} UTC`;
  const parts = [
    `On ${at(recordedAt)}, ${actor.name} (${actor.role.replaceAll('-', ' ')}, ${actor.organisation}) recorded that ` +
      `${sentence} (${record.stream}).`,
    ...(why === undefined ? [] : [`Reason: ${why}.`]),
    ...(signature === undefined
      ? []
      : [`Signed by ${signature.name} on ${at(signature.signedAt)}, meaning “${signature.meaning}”.`]),
    ...(standing?.standing === 'invalid' ? ['This signature is not valid.'] : []),
  ];
  return { late: false, ...(why === undefined ? {} : { reason: why }), sentence: parts.join(' ') };
}
