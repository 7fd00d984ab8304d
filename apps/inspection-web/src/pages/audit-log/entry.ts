import type { AuditLogEntry, LedgerEntry } from '@bali/queries';

/** An entry of whichever ledger, as the list shows it. */
export type ShownEntry = LedgerEntry &
  Partial<Pick<AuditLogEntry, 'annulled' | 'correction' | 'signature' | 'signatureStanding'>>;
