import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_LEAF_BYTES, NotCanonical } from './canonical-json.js';
import { eventId, leafOf, type LedgerRecord, recordOf } from './ledger-record.js';

const COMMAND = '6f1c2c4e-8a51-4d0e-9b39-0f6f2a7f1f10';

const RECORD: LedgerRecord = {
  id: eventId(COMMAND, 0),
  stream: 'patient-REI-001',
  revision: 3,
  type: 'Harvested',
  schemaVersion: 1,
  data: { harvestedAt: '2026-03-10T09:30:00+01:00', volumeMl: 500, anaesthesia: 'general' },
  metadata: {
    trialId: 'NCT00904501',
    recordedAt: '2026-03-10T08:41:12.345Z',
    actor: { userId: 'u-017', name: 'Claire Martin', role: 'investigator', organisation: 'CHU de Reims' },
    commandId: COMMAND,
    correlationId: '0d2a9a66-2b52-4b7b-8f0a-8f0a5e3f4c11',
    causationId: '2f0f5c50-5c7e-5b53-9a6f-8d4f7d0f8a22',
    source: { client: 'site-client/1.4', ip: '192.0.2.17' },
    software: { version: '0.1.0', commit: 'a94a8fe' },
  },
};

/** UUIDv5 as RFC 9562, 5.5 describes it, made by hand. */
function definedUuidV5(namespace: string, name: string): string {
  const bytes = Buffer.concat([Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(name)]);
  const hash = createHash('sha1').update(bytes).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The record with a text that makes its leaf exactly so long. */
function recordOfSize(bytes: number): LedgerRecord {
  const padded = (length: number) => ({ ...RECORD, data: { padding: 'x'.repeat(length) } });
  return padded(bytes - leafOf(padded(0)).byteLength);
}

describe('a leaf', () => {
  it('[P11-10b] is the canonical JSON of the record, and is read back as the same record', () => {
    const leaf = leafOf(RECORD);
    expect(Buffer.from(leaf).toString('utf8')).toMatch(/^\{"data":\{"anaesthesia":"general","harvestedAt":/);
    expect(recordOf(leaf)).toEqual(RECORD);
    expect(leafOf(recordOf(leaf))).toEqual(leaf);
  });

  it('has at most 65,535 bytes, as many as an entry bundle can hold', () => {
    expect(leafOf(recordOfSize(MAX_LEAF_BYTES)).byteLength).toBe(65_535);
    expect(() => leafOf(recordOfSize(MAX_LEAF_BYTES + 1))).toThrow(NotCanonical);
  });

  it('counts bytes, not characters', () => {
    const record = { ...RECORD, data: { padding: '€'.repeat(30_000) } };
    expect(() => leafOf(record)).toThrow('larger than 65535 bytes');
  });

  it('is not read if it is not UTF-8, or begins with a byte order mark', () => {
    expect(() => recordOf(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('not valid');
    expect(() => recordOf(Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), leafOf(RECORD)]))).toThrow(
      'Unexpected token',
    );
  });
});

describe('the id of an event', () => {
  it('is the UUIDv5 of its place under the command, by the definition', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(1000), (commandId, place) => {
        expect(eventId(commandId, place)).toBe(definedUuidV5(commandId, `event:${place}`));
      }),
    );
  });

  it('never changes: events of 25 years ago keep theirs', () => {
    expect([eventId(COMMAND, 0), eventId(COMMAND, 1)]).toEqual([
      '40ff62ba-be23-50d2-b5bc-4cad60b8fc8c',
      'b72211e9-ffc0-5dbb-a635-b7d0a1cc719a',
    ]);
  });
});
