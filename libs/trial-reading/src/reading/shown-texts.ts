import type { LedgerRecord } from '@bali/ledger';
import { textHashesOf } from '@bali/projections';
import type { ShowText } from '@bali/schema';

/** What each free text's hash in these records stands for, as it may be shown. */
export function shownTexts(records: readonly LedgerRecord[], show: ShowText): Readonly<Record<string, string>> {
  return Object.fromEntries(records.flatMap(textHashesOf).map((hash) => [hash, show(hash)]));
}
