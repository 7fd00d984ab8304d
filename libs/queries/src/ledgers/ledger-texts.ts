import { KNOWING_ROLES, type Person, permits } from '@bali/access';
import { openSealedText, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import { auditedLedger } from '@bali/inspection';
import type { LedgerRecord } from '@bali/ledger';
import { redactedBy, withholdTexts } from '@bali/projections';
import type { ShowText } from '@bali/schema';
import type { KnownOfTexts } from '../texts/known-of-texts.js';

/** Where texts of a ledger beside the trial's lie, and what opens them. */
export interface LedgerTextsSource {
  readonly store: Pick<EventStore, 'ledger' | 'readTexts'>;
  /** Of the sealed ledger; absent: its texts lie open. */
  readonly keys?: SealingKeys;
  readonly known: Pick<KnownOfTexts, 'caughtUp'>;
}

const NOT_HERE = '[not here: this text was redacted, or is missing]';
const ALTERED = '[altered: what is kept in the place of this text is not what was written]';

/**
 * How the free texts of these records of the access or the sealed ledger are shown to a person who may read that ledger: as they are,
 * but for what somebody wrote who knew an arm, which nobody reads who must stay blind.
 */
export async function ledgerTexts(
  person: Person,
  records: readonly LedgerRecord[],
  { store, keys, known }: LedgerTextsSource,
): Promise<ShowText> {
  const { textsOf } = auditedLedger(store.ledger);
  const readable = await readableRecords(person, records, known);
  const redacted = new Set(records.flatMap((record) => redactedBy(record) ?? []));
  const hashes = new Set(readable.flatMap((record) => textsOf(record).map(({ hash }) => hash)));
  const { authentic, altered } = await store.readTexts([...hashes]);
  const shown = new Map<string, string>();
  for (const [hash, text] of authentic) {
    if (!redacted.has(hash)) shown.set(hash, `“${keys === undefined ? text.text : await openSealedText(text, keys)}”`);
  }
  return (hash) => {
    if (!hashes.has(hash)) return withholdTexts(hash);
    return shown.get(hash) ?? (altered.has(hash) ? ALTERED : NOT_HERE);
  };
}

async function readableRecords(
  { role }: Person,
  records: readonly LedgerRecord[],
  known: LedgerTextsSource['known'],
): Promise<readonly LedgerRecord[]> {
  if (KNOWING_ROLES.includes(role)) return records;
  if (!permits(role, 'read-free-texts') && !permits(role, 'manage-accounts')) return [];
  const authors = await known.caughtUp();
  return records.filter((record) => !authors.authorKnew(record));
}
