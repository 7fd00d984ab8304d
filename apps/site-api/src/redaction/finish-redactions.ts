import { auditPage, recordsAt } from '@bali/projections';
import type { RedactionEvent } from '@bali/trial';
import type { Resources } from '../resources.js';

const PAGE = 200;

/**
 * Erases what was to be erased when the process ended: every text of which the ledger says that it is redacted. Of the last
 * one again in any case, because a copy of it may be left in the store's log.
 */
export async function finishRedactions({
  trialLedger,
  runner,
}: Pick<Resources, 'trialLedger' | 'runner'>): Promise<void> {
  let last: string | undefined;
  for (let after: number | undefined, more = true; more;) {
    const filter = { type: 'TextRedacted' };
    const options = { order: 'oldest-first', limit: PAGE, ...(after === undefined ? {} : { after }) } as const;
    const { positions, next } = auditPage(runner.reader, filter, options);
    const records = await recordsAt(trialLedger, positions);
    const hashes = records.map(({ record }) => (record.data as RedactionEvent['data']).hash);
    for (const hash of (await trialLedger.readTexts(hashes)).keys()) await trialLedger.eraseText(hash);
    last = hashes.at(-1) ?? last;
    after = next;
    more = next !== undefined;
  }
  if (last !== undefined) await trialLedger.eraseText(last);
}
