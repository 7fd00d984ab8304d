import { signatureStandings } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import type { ShownStanding } from '@bali/projections';

/** The standing of each signature in these records, by the id of the signed event; their streams are read whole. */
export async function standingsOf(
  ledger: EventStore,
  records: readonly LedgerRecord[],
): Promise<ReadonlyMap<string, ShownStanding>> {
  const streams = new Set(records.filter(({ metadata }) => metadata.signature).map(({ stream }) => stream));
  const standings = new Map<string, ShownStanding>();
  for (const stream of streams) {
    const stored = await ledger.readStream(stream);
    for (const { event, standing, supersededBy } of signatureStandings(stored.map(({ leaf }) => recordOf(leaf)))) {
      standings.set(event, { standing, ...(supersededBy && { supersededBy }) });
    }
  }
  return standings;
}
