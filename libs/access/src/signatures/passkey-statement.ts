import { canonicalBytes, type LedgerRecord, sha256, toBase64url } from '@bali/ledger';
import type { DecidedEvent } from '@bali/schema';

/** Who signs which event of which record with which sentence, once: what a passkey signs. */
export interface PasskeyStatement {
  readonly commandId: string;
  readonly meaning: string;
  /** The account of the signer. */
  readonly signer: string;
  readonly stream: string;
  readonly event: DecidedEvent;
}

/**
 * What is not known yet when the signer signs, because the server draws, numbers or salts it afterwards: the place in the
 * randomization list, the number of a new adverse event, the salted hash of a free text. The content hash holds them; the
 * passkey does not. It is part of what signatures are verified with for 25 years: a row only gains fields of a new version of its
 * event, which no older record has.
 */
const NOT_KNOWN_YET: Readonly<Record<string, readonly string[]>> = {
  Randomized: ['stratum', 'slot'],
  AdverseEventReported: ['number', 'narrative', 'termAsReported'],
  AdverseEventFollowedUp: ['narrative'],
  AdverseEventAssessed: ['comment'],
  OpenRecordMade: ['text'],
};

/**
 * The challenge that the signer's passkey signs: SHA-256, base64url, of the canonical JSON of the statement. The same
 * for every attempt at a command, so nothing has to be remembered between asking for it and checking it.
 *
 * @throws NotCanonical if the statement has no canonical form.
 */
export function passkeyChallenge({ commandId, meaning, signer, stream, event }: PasskeyStatement): string {
  const { type } = event;
  const statement = canonicalBytes({ commandId, meaning, signer, stream, type, data: knownData(event) });
  return toBase64url(sha256(statement));
}

/** The challenge that a stored record has to have been signed with. @throws NotCanonical */
export function passkeyChallengeOf(record: LedgerRecord): string {
  const { stream, metadata } = record;
  const { commandId, signature, actor } = metadata;
  return passkeyChallenge({
    commandId,
    meaning: signature?.meaning ?? '',
    signer: actor.userId,
    stream,
    event: record,
  });
}

function knownData({ type, data }: DecidedEvent): unknown {
  const left = Object.hasOwn(NOT_KNOWN_YET, type) ? (NOT_KNOWN_YET[type] ?? []) : [];
  if (left.length === 0) return data;
  return Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => !left.includes(name)));
}
