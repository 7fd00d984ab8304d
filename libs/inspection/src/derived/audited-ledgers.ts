import type { Ledger } from '@bali/ledger';
import { AUDITED_ACCESS } from './audited-access.js';
import type { AuditedLedger } from './audited-ledger.js';
import { AUDITED_SEALED } from './audited-sealed.js';
import { AUDITED_TRIAL } from './audited-trial.js';

const AUDITED: Readonly<Record<Ledger, AuditedLedger>> = {
  trial: AUDITED_TRIAL,
  sealed: AUDITED_SEALED,
  access: AUDITED_ACCESS,
};

/** What is to be known of a ledger to make its package and to verify it. */
export function auditedLedger(ledger: Ledger): AuditedLedger {
  return AUDITED[ledger];
}
