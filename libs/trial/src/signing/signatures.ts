import type { DecidedEvent, SignedUnder } from '@bali/schema';
import { EVENT_CATALOGUE, type EventType } from '../event-catalogue.js';
import { isSerious } from '../safety/seriousness.js';
import { MEANINGS, type SignatureId, type SignatureMeaning } from './meanings.js';

/** Something that is done under an electronic signature. */
export interface SignatureRequirement extends SignatureMeaning {
  /** The events that stand under it, some of them only with certain data. */
  readonly events: readonly EventType[];
  /** What a signer has to be allowed to do: a row of the table of permissions. */
  readonly action: string;
}

const TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];

/** What is signed, by its identifier: the meanings, with the events that say that they stand under them. */
export const SIGNATURES: Readonly<Record<SignatureId, SignatureRequirement>> = Object.fromEntries(
  (Object.keys(MEANINGS) as SignatureId[]).map((id) => [id, requirementOf(id)]),
) as Record<SignatureId, SignatureRequirement>;

function requirementOf(id: SignatureId): SignatureRequirement {
  const events = TYPES.filter((type) => signaturesOf(type).some(({ signature }) => signature === id));
  const [first] = events;
  if (first === undefined) throw new Error(`nothing stands under the signature ${id}`);
  const { action = EVENT_CATALOGUE[first].command?.action } =
    signaturesOf(first).find(({ signature }) => signature === id) ?? {};
  if (action === undefined) throw new Error(`nobody may sign ${id}`);
  return { ...MEANINGS[id], events, action };
}

function signaturesOf(type: string): readonly SignedUnder[] {
  return Object.hasOwn(EVENT_CATALOGUE, type)
    ? EVENT_CATALOGUE[type as EventType].signedUnder
    : (OF_THE_SEALED_LEDGER[type] ?? []);
}

/** What of the sealed ledger stands under a signature of its own: a serious adverse event is signed wherever it is reported. */
const OF_THE_SEALED_LEDGER: Readonly<Record<string, readonly SignedUnder[]>> = {
  OpenRecordMade: [{ signature: 'serious-adverse-event', onlyIf: hasSeriousAdverseEvent }],
};

function hasSeriousAdverseEvent({
  adverseEvent,
}: {
  readonly adverseEvent?: { readonly seriousness: unknown };
}): boolean {
  return isSerious(adverseEvent?.seriousness);
}

/** Under which signature an event stands, or `undefined` if it is not signed. */
export function signatureFor({ type, data }: DecidedEvent): SignatureRequirement | undefined {
  const under = signaturesOf(type).find((one) => one.onlyIf?.(data as never) ?? true);
  return under && SIGNATURES[under.signature as SignatureId];
}

/** Whether an event may stand under a signature of this meaning, also under one that a better sentence has replaced. */
export function mayMean({ type, data }: DecidedEvent, meaning: string): boolean {
  return signaturesOf(type).some(
    (one) => MEANINGS[one.signature as SignatureId].meaning === meaning && (one.onlyIf?.(data as never) ?? true),
  );
}

export function mustBeSigned(event: DecidedEvent): boolean {
  return signatureFor(event) !== undefined;
}
