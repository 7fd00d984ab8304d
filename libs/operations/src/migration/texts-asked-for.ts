import { SEALED_EVENT } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import { auditedLedger } from '@bali/inspection';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { OperationRefused } from '../operation-refused.js';

/** Opens a record of the sealed ledger. @throws what opening throws, where the keys are not those that sealed it. */
export type OpenSealed = (record: LedgerRecord) => Promise<LedgerRecord>;

/** The events by which free texts are redacted. */
const REDACTIONS: ReadonlySet<string> = new Set(['TextRedacted', 'SealedTextRedacted']);
/** How many texts are looked for at once. */
const AT_ONCE = 256;

/** The free texts that the events of a ledger name, and those that its events say were redacted, by their hashes. */
interface TextsNamed {
  /** The id of the event that names a text. */
  readonly asked: ReadonlyMap<string, string>;
  readonly redacted: ReadonlySet<string>;
}

/**
 * Sees that a ledger has every free text that its events name, but for those that an event says were redacted.
 * @param openSealed without it, what the sealed ledger names cannot be known.
 * @returns whether what it names could be known. @throws OperationRefused naming the first event whose text is lost.
 */
export async function refuseLostTexts(source: EventStore, openSealed: OpenSealed | undefined): Promise<boolean> {
  const isSealed = source.ledger === 'sealed';
  if (isSealed && openSealed === undefined) return false;
  const { asked, redacted } = await textsNamedIn(source, isSealed ? openSealed : undefined);
  const wanted = [...asked.keys()].filter((hash) => !redacted.has(hash));
  const lost: string[] = [];
  for (let first = 0; first < wanted.length; first += AT_ONCE) {
    const hashes = wanted.slice(first, first + AT_ONCE);
    const found = await source.readTexts(hashes);
    lost.push(...hashes.filter((hash) => !found.authentic.has(hash)));
  }
  const [hash] = lost;
  if (hash === undefined) return true;
  throw new OperationRefused(
    `${source.ledger}: ${lost.length} free texts are lost in the source, and no event says that they were redacted. The first is ` +
      `the one of the hash ${hash}, which the event ${asked.get(hash) ?? ''} names. Nothing was copied. Take the ledger from a ` +
      'back-up that has them',
  );
}

async function textsNamedIn(source: EventStore, open: OpenSealed | undefined): Promise<TextsNamed> {
  const { textsOf } = auditedLedger(source.ledger);
  const asked = new Map<string, string>();
  const redacted = new Set<string>();
  for await (const page of source.read()) {
    for (const { leaf } of page) {
      const record = await opened(recordOf(leaf), open);
      for (const { hash, copyOf } of textsOf(record)) if (copyOf === undefined) asked.set(hash, record.id);
      const { hash } = record.data as { readonly hash?: unknown };
      if (REDACTIONS.has(record.type) && typeof hash === 'string') redacted.add(hash);
    }
  }
  return { asked, redacted };
}

async function opened(record: LedgerRecord, open: OpenSealed | undefined): Promise<LedgerRecord> {
  return open === undefined || record.type !== SEALED_EVENT.type ? record : open(record);
}
