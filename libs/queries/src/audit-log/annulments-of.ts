import type { LedgerRecord } from '@bali/ledger';
import type { ShownAnnulment, TrialStateQueries } from '@bali/projections';
import { type Entries, patientOfStream } from '@bali/trial';

/** How the events of these records were annulled, by their ids, as the projections know it. */
export function annulmentsOf(
  state: Pick<TrialStateQueries, 'trial' | 'patient'>,
  records: readonly LedgerRecord[],
): (event: string) => ShownAnnulment | undefined {
  const streams = new Set(records.map(({ stream }) => stream));
  const struck = [...streams].flatMap((stream) => recordIn(state, stream)?.struck ?? []);
  const annulments = new Map(
    struck.map(({ id, annulled: { by, recordedAt, reasonCode } }) => [
      id,
      { by, recordedAt, ...(reasonCode && { reasonCode }) },
    ]),
  );
  return (event) => annulments.get(event);
}

function recordIn(state: Pick<TrialStateQueries, 'trial' | 'patient'>, stream: string): Entries | undefined {
  const patient = patientOfStream(stream);
  return patient === undefined ? state.trial() : state.patient(patient);
}
