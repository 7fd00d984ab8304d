import type { LedgerRecord, RecordSignature } from '@bali/ledger';
import { defineEvent, plainly } from '@bali/schema';
import { Type } from 'typebox';
import { SealedDataUnreadable } from './errors.js';
import { openJwe } from './open-jwe.js';

/** The one type of event that the sealed ledger shows; what happened is inside. */
export const SEALED_EVENT = defineEvent('SealedEventRecorded', {
  schemaVersion: 1,
  about: 'something was recorded that would unblind',
  data: { sealed: Type.String({ description: 'JWE, compact: the event, padded to one size', maxLength: 16_000 }) },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/sealed'],
  mayBeAnnulled: false,
  // Under what it is signed is sealed with it.
  signedUnder: [],
  command: undefined,
  sentence: plainly,
  sample: { sealed: 'eyJhbGciOiJkaXIifQ....' },
});

/** What is inside. A signature is sealed with the event: its content hash would let a guess at the event be tried out. */
export interface SealedContent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
  readonly signature?: RecordSignature;
  /** The code of the reason: how many there are of which could tell something of the arms. */
  readonly reasonCode?: string;
}

/** The record with its true type, version, data and signature, opened with the key of this one record. @throws SealedDataUnreadable */
export async function openWithContentKey(record: LedgerRecord, contentKey: Uint8Array): Promise<LedgerRecord> {
  const plaintext = await openJwe(sealedIn(record), contentKey, nameOf(record));
  const content = JSON.parse(new TextDecoder().decode(plaintext)) as SealedContent;
  const { type, schemaVersion, data, signature, reasonCode } = content;
  const metadata = {
    ...record.metadata,
    ...(signature && { signature }),
    ...(reasonCode !== undefined && { reasonCode }),
  };
  return { ...record, type, schemaVersion, data, metadata };
}

/** What is sealed in a record. @throws SealedDataUnreadable when it is none of the sealed ledger. */
export function sealedIn(record: LedgerRecord): string {
  const { sealed } = (record.data ?? {}) as { readonly sealed?: unknown };
  if (record.type === SEALED_EVENT.type && typeof sealed === 'string') return sealed;
  throw new SealedDataUnreadable(nameOf(record), 'sealed-data-malformed');
}

export function nameOf({ stream, revision }: LedgerRecord): string {
  return `event ${revision} of the stream ${stream}`;
}
