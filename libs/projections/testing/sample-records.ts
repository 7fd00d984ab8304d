import { eventId, type LedgerRecord } from '@bali/ledger';
import { v5 as uuidV5 } from 'uuid';

const NAMESPACE = 'a4b1c9de-5e0e-4b54-9f43-1f6a3a0c3d11';

/** The id of the n-th command of a test. */
export function commandIdOf(n: number): string {
  return uuidV5(`command:${n}`, NAMESPACE);
}

/** A record that means nothing, of the n-th command of a test: for what must work whatever the events mean. */
export function sampleRecord(n: number, changes: Partial<LedgerRecord> = {}): LedgerRecord {
  const commandId = commandIdOf(n);
  return {
    id: eventId(commandId, 0),
    stream: `sample-${n % 3}`,
    revision: Math.floor(n / 3),
    type: 'SampleTaken',
    schemaVersion: 1,
    data: { n },
    metadata: {
      trialId: 'NCT00904501',
      recordedAt: new Date(Date.UTC(2009, 4, 4, 8) + n * 60_000).toISOString(),
      actor: { userId: 'u-1', name: 'Anne Roux', role: 'investigator', organisation: 'CHU de Reims' },
      commandId,
      correlationId: uuidV5('request', commandId),
      causationId: uuidV5('message', commandId),
      source: { client: 'test', ip: '127.0.0.1' },
      software: { version: '0.1.0', commit: 'test' },
    },
    ...changes,
  };
}

export function sampleRecords(count: number): readonly LedgerRecord[] {
  return Array.from({ length: count }, (_, n) => sampleRecord(n));
}
