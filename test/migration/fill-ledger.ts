import { type EventStore, NO_STREAM } from '@bali/event-store';
import { sampleText } from '@bali/event-store/testing';
import { leafOf, type LedgerRecord } from '@bali/ledger';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientHistory, recordsOf, trialHistory } from '@bali/trial/testing';

const PATIENTS = ['REI-001', 'NAN-001', 'PAR-001'] as const;
export const ERASED = sampleText('a name that was erased');
export const KEPT = [...PATIENTS, ...Array.from({ length: 20 }, (_, number) => `text ${number}`)].map((text) =>
  sampleText(text),
);

/** A trial with some patients whose events lie between one another's, and texts of which one was erased. */
export async function fillLedger(store: EventStore): Promise<void> {
  await append(store, recordsOf(trialHistory(), { stream: TRIAL_STREAM }));
  await store.keepTexts([...KEPT, ERASED]);
  await store.eraseText(ERASED.hash);
  const patients = PATIENTS.map((patient) =>
    recordsOf(patientHistory({ until: 'completed', patient }), { stream: patientStream(patient) }),
  );
  const longest = Math.max(...patients.map(({ length }) => length));
  for (let place = 0; place < longest; place += 2)
    for (const records of patients) await append(store, records.slice(place, place + 2));
}

async function append(store: EventStore, records: readonly LedgerRecord[]): Promise<void> {
  const [first] = records;
  if (first === undefined) return;
  await store.append({
    stream: first.stream,
    expectedRevision: first.revision === 0 ? NO_STREAM : first.revision - 1,
    events: records.map((record) => ({ id: record.id, type: record.type, leaf: leafOf(record) })),
  });
}
