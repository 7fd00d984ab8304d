import { testHeads } from '@bali/event-store/testing';
import { type EventStore, NO_STREAM, openSqliteEventStore } from '@bali/event-store';
import { leafOf, type LedgerRecord } from '@bali/ledger';
import { patientCode, SITES, TRIAL } from '@bali/protocol';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientEvent, patientHistory, recordsOf, trialHistory } from '@bali/trial/testing';

const ADVERSE_EVENTS = 20;
/** Number of patients who are in the trial at once: their events lie between one another's, as they do in a real ledger. */
const AT_ONCE = 200;

/** A trial ledger of a minimum size, of patients who each have some thirty. @param withQueries whether each has a query as well */
export async function synthesizeLedger(path: string, events: number, { withQueries = false } = {}): Promise<number> {
  const store = openSqliteEventStore({ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path) });
  const size = await fillLedger(store, events, { withQueries });
  await store.close();
  return size;
}

/** The same in a ledger that is open. */
export async function fillLedger(store: EventStore, events: number, { withQueries = false } = {}): Promise<number> {
  await append(store, recordsOf(trialHistory(), { stream: TRIAL_STREAM }));
  for (let number = 1; (await store.lastPosition()) + 1 < events; number += AT_ONCE / SITES.length) {
    const patients = Array.from({ length: AT_ONCE }, (_, index) => recordOfPatient(index, number, withQueries));
    for (const [from, to] of [
      [0, 2],
      [2, 6],
      [6, 16],
      [16, 40],
    ]) {
      await Promise.all(patients.map((records) => append(store, records.slice(from, to))));
    }
  }
  return (await store.lastPosition()) + 1;
}

function recordOfPatient(index: number, number: number, withQueries: boolean): readonly LedgerRecord[] {
  const site = SITES[index % SITES.length]?.code ?? '';
  const patient = patientCode(site, number + Math.floor(index / SITES.length));
  const adverseEvents = Array.from({ length: ADVERSE_EVENTS }, (_, before) =>
    patientEvent('AdverseEventReported', { number: before + 1 }),
  );
  const queries = withQueries ? [patientEvent('QueryRaised'), patientEvent('DeviationReported')] : [];
  const events = [...patientHistory({ until: 'completed', patient }), ...adverseEvents, ...queries];
  return recordsOf(events, { stream: patientStream(patient) });
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
