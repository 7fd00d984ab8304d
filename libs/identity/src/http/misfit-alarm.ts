import type { OperatorLog } from '@bali/installation';
import { Counter, type Registry } from 'prom-client';
import type { OnMisfit } from '../credentials/misfit.js';

/**
 * What operators see of rows of the credentials file that do not fit: an error line that names the account, and a counter.
 * Somebody should be woken by it, since nothing of ours writes such a row.
 */
export function misfitAlarm(log: OperatorLog, registry: Registry): OnMisfit {
  const counter = new Counter({
    name: 'credentials_misfits_total',
    help: 'Rows of the credentials file that did not fit what the access ledger says, and let nobody in',
    labelNames: ['row'],
    registers: [registry],
  });
  return ({ row, userId }) => {
    counter.inc({ row });
    log.error(
      { row, userId },
      'A ROW OF credentials.db DOES NOT FIT what the access ledger says: somebody has changed the file. Nobody was let in by it',
    );
  };
}
