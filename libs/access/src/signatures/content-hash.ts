import { canonicalJson, type LedgerRecord, type PasskeyAssertion, type RecordSignature, sha256Hex } from '@bali/ledger';

/** A signature before the hash of what is signed is in it. */
export type SignatureStatement = Omit<RecordSignature, 'contentHash'>;

/** What a signer said, and how they were asked again. */
export interface SignatureGiven {
  readonly meaning: string;
  readonly method: string;
  /** What the signer's passkey made, if they signed with one. */
  readonly assertion?: PasskeyAssertion;
}

/**
 * The hash that binds a signature to its record: SHA-256, in lower-case hex, of the canonical JSON (RFC 8785) of the whole
 * record as it is stored, but for the hash itself, which has no place in it yet. So it holds the event's identity, place,
 * type, version and data, who acted, when, why and from where, and the signer's name, meaning, moment and method.
 *
 * @throws NotCanonical if the record has no canonical form.
 */
export function contentHash(record: LedgerRecord): string {
  const { metadata } = record;
  const signature = Object.entries(metadata.signature ?? {}).filter(([name]) => name !== 'contentHash');
  return sha256Hex(canonicalJson({ ...record, metadata: { ...metadata, signature: Object.fromEntries(signature) } }));
}

/** The record under the signature of the person who caused it, at the moment at which it is recorded. */
export function signed<Signed extends LedgerRecord>(
  record: Signed,
  { meaning, method, assertion }: SignatureGiven,
): Signed {
  const { actor, recordedAt } = record.metadata;
  const statement: SignatureStatement = {
    name: actor.name,
    meaning,
    signedAt: recordedAt,
    method,
    ...(assertion && { assertion }),
  };
  const stated = { ...record, metadata: { ...record.metadata, signature: { ...statement, contentHash: '' } } };
  const signature: RecordSignature = { ...statement, contentHash: contentHash(stated) };
  return { ...record, metadata: { ...record.metadata, signature } };
}
