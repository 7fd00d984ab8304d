import type { Decision } from './decision.js';
import type { RedactionEvent } from './redactions/text-redacted.js';
import { refusal } from './refusal.js';
import { textUnknown } from './texts/text-unknown.js';

/** What someone asks to have erased: the free text whose hash stands at a place. */
export type RedactionRequest = Omit<RedactionEvent['data'], 'hash'>;

/** What is found at that place. */
export interface TextFound {
  /** Absent: there is no such event, or no free text of it stands there. */
  readonly hash?: string;
  readonly isRedacted: boolean;
  /** Whether who asks for it wrote it. */
  readonly isOwn: boolean;
  /** Where free texts stand in the record of the event, as JSON pointers. */
  readonly places?: readonly string[];
}

/**
 * The erasure of a free text, which is possible whatever the state of the trial is: personal data that was entered by
 * mistake has to go also from a record that is locked (ICH E6(R3) 4.2.2(b)).
 */
export function decideRedaction(
  { redactedEvent, field, why }: RedactionRequest,
  { hash, isRedacted, isOwn, places = [] }: TextFound,
): Decision<RedactionEvent> {
  if (hash === undefined) return textUnknown(places);
  if (isRedacted) return { refusal: refusal('already-redacted', 'This text is redacted already.', '/field') };
  if (isOwn) return { refusal: refusal('own-text', OWN_TEXT, '/redactedEvent') };
  return { events: [{ type: 'TextRedacted', data: { redactedEvent, field, hash, why } }] };
}

const OWN_TEXT = 'Nobody takes back alone what they wrote: ask another person who holds your role to redact it.';
