import { canonicalBytes, type LedgerRecord } from '@bali/ledger';
import { TooLargeToSeal } from './errors.js';
import { CHANCE_BYTES, sealedJwe } from './jwe.js';
import { kidOf } from './open-jwe.js';
import { nameOf, openWithContentKey, SEALED_EVENT, type SealedContent, sealedIn } from './sealed-event.js';
import { contentKeyOf, recordKey, type SealingKeys } from './sealing-keys.js';

/** The one stream of the sealed ledger: nothing can be counted by patient, stratum or kind. */
export const SEALED_STREAM = 'sealed';

/**
 * What every sealed record holds, in bytes, padding included. It has room for the largest signature by a passkey beside the
 * event, since that is sealed too.
 */
export const SEALED_BYTES = 8_192;

/** Chance, handed in: a number of random bytes for a purpose that is no secret. */
export type Chance = (length: number, purpose: string) => Uint8Array;

/**
 * The record as the sealed ledger keeps it: the same identity, place and metadata, and what happened sealed. A record's
 * signature is of the record as it is opened.
 * @throws TooLargeToSeal
 */
export function sealRecord(record: LedgerRecord, keys: SealingKeys, chance: Chance): LedgerRecord {
  const { type, schemaVersion, data, metadata, ...place } = record;
  const { signature, reasonCode, ...around } = metadata;
  const sealed = sealedJwe({
    sealingKey: keys.current,
    contentKey: recordKey(keys.current.key, record.id),
    plaintext: padded({
      type,
      schemaVersion,
      data,
      ...(signature && { signature }),
      ...(reasonCode !== undefined && { reasonCode }),
    }),
    chance: chance(CHANCE_BYTES, `sealing of event ${record.id} at revision ${record.revision}`),
  });
  const { type: shown, schemaVersion: version } = SEALED_EVENT;
  return { ...place, type: shown, schemaVersion: version, data: { sealed }, metadata: around };
}

/** Seals the record of one event, which may be made several times: the same record always becomes the same. */
export function recordSealer(keys: SealingKeys, chance: Chance): (record: LedgerRecord) => LedgerRecord {
  let drawn: Uint8Array | undefined;
  const once: Chance = (length, purpose) => (drawn ??= chance(length, purpose));
  return (record) => sealRecord(record, keys, once);
}

/** The record with its true type, version, data and signature. @throws SealedDataUnreadable */
export async function openSealedRecord(record: LedgerRecord, keys: SealingKeys): Promise<LedgerRecord> {
  const what = nameOf(record);
  return openWithContentKey(record, contentKeyOf(record.id, keys, kidOf(sealedIn(record), what)));
}

/** The key of this one record: whoever has it opens this record, and no other. @throws SealedDataUnreadable */
export function contentKeyOfRecord(record: LedgerRecord, keys: SealingKeys): Uint8Array {
  return contentKeyOf(record.id, keys, kidOf(sealedIn(record), nameOf(record)));
}

/** Canonical JSON of one length: the member `padding` makes up for what is missing. */
function padded(content: SealedContent): Uint8Array {
  const missing = SEALED_BYTES - canonicalBytes({ ...content, padding: '' }).byteLength;
  if (missing < 0) throw new TooLargeToSeal('a sealed record', SEALED_BYTES);
  return canonicalBytes({ ...content, padding: '0'.repeat(missing) });
}
