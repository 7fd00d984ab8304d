import type { Ledger } from '@bali/ledger';
import { ACCESS_VIEW } from './access-view.js';
import type { LedgerView } from './ledger-view.js';
import { SEALED_VIEW } from './sealed-view.js';
import { TRIAL_VIEW } from './trial-view.js';

const VIEWS: Readonly<Record<Ledger, LedgerView>> = {
  trial: TRIAL_VIEW,
  sealed: SEALED_VIEW,
  access: ACCESS_VIEW,
};

/** What is to be known of a ledger to make its package and to verify it. */
export function viewOf(ledger: Ledger): LedgerView {
  return VIEWS[ledger];
}
