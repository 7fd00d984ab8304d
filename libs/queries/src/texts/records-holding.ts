import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { textHashesOf } from '@bali/projections';
import { patientStream } from '@bali/trial';

/** The records of a patient that hold these texts, and those by which somebody was told the arm of this patient. */
export async function recordsHolding(
  ledger: Pick<EventStore, 'readStream'>,
  patient: string,
  hashes: ReadonlySet<string>,
): Promise<readonly LedgerRecord[]> {
  const records = (await ledger.readStream(patientStream(patient))).map(({ leaf }) => recordOf(leaf));
  return records.filter(
    (record) => record.type === 'PatientUnblinded' || textHashesOf(record).some((hash) => hashes.has(hash)),
  );
}
