import type { EventStore } from '@bali/event-store';
import { checkTexts, type OpenSealed } from '@bali/inspection';
import { OperationRefused } from '../operation-refused.js';

/**
 * Sees that a ledger has every free text that its events name, but for those that an event says were redacted.
 * @param openSealed without it, what the sealed ledger names cannot be known.
 * @returns whether what it names could be known. @throws OperationRefused naming the first event whose text is lost.
 *   NotThisLedger when its store knows by itself of one that is lost.
 */
export async function refuseLostTexts(source: EventStore, openSealed: OpenSealed | undefined): Promise<boolean> {
  await source.expectTextsWhole?.();
  const { faulty, isComplete } = await checkTexts(source, { ...(openSealed && { openSealed }) });
  const [first] = faulty;
  if (first === undefined) return isComplete;
  const isSealed = source.ledger === 'sealed';
  // Of the sealed ledger it says neither where nor how many: an operator need not be told an arm.
  const what = isSealed
    ? 'free texts are missing or altered in the source'
    : `${faulty.length} free texts are missing or altered in the source, and no event says that they were redacted. The first is ` +
      `the one at ${first.field} of the event ${first.event}: it is ${first.fault}`;
  throw new OperationRefused(
    `${source.ledger}: ${what}. Nothing was copied. Put the texts back from a back-up that has them, as ` +
      'docs/operations/incidents.md says, and migrate then',
  );
}
