import { type Chance, SealingKeys } from '@bali/blinding';
import { eventId, type LedgerRecord, sha256 } from '@bali/ledger';
import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

const NAMESPACE = '0b8c1b1e-5f5a-5c0e-9c57-0c2f5d2f4a11';

/** A sealing key that depends on its name alone. */
export function sampleKey(name: string): Uint8Array {
  return sha256(Buffer.from(`sealing key ${name}`));
}

export function sampleKeys(...names: readonly string[]): SealingKeys {
  return new SealingKeys(names.map(sampleKey));
}

/** Chance that depends on its purpose alone. */
export const seededChance: Chance = (length, purpose) =>
  createHash('shake256', { outputLength: length }).update(purpose).digest();

/** A record of the sealed ledger before it is sealed. */
export function sampleSealable(type: string, data: unknown, revision = 0): LedgerRecord {
  const commandId = uuidV5(`command ${revision}`, NAMESPACE);
  return {
    id: eventId(commandId, 0),
    ...{ stream: 'sealed', revision, type, schemaVersion: 1, data },
    metadata: {
      trialId: 'NCT00904501',
      recordedAt: '2026-03-02T10:00:00.000Z',
      actor: { userId: 'a.petit', name: 'Anne Petit', role: 'cell-therapy-unit', organisation: 'CHU de Reims' },
      ...{ commandId, correlationId: commandId, causationId: commandId },
      source: { client: 'test', ip: '192.0.2.1' },
      software: { version: '0', commit: '0' },
    },
  };
}
