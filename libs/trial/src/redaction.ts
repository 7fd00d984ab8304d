import type { Decision } from './decision.js';
import type { RedactionEvent } from './redactions/text-redacted.js';
import { refusal } from './refusal.js';

/** What someone asks to have erased: the free text whose hash stands at a place. */
export type RedactionRequest = Omit<RedactionEvent['data'], 'hash'>;

/** What is found at that place. */
export interface TextFound {
  /** Absent: there is no such event, or no free text of it stands there. */
  readonly hash?: string;
  readonly isRedacted: boolean;
  /** Whether who asks for it wrote it. */
  readonly isOwn: boolean;
}

/**
 * The erasure of a free text, which is possible whatever the state of the trial is: personal data that was entered by
 * mistake has to go also from a record that is locked (ICH E6(R3) 4.2.2(b)).
 */
export function decideRedaction(
  { redactedEvent, field, why }: RedactionRequest,
  { hash, isRedacted, isOwn }: TextFound,
): Decision<RedactionEvent> {
  if (hash === undefined)
    return { refusal: refusal('text-unknown', 'No free text stands there in this record.', '/field') };
  if (isRedacted) return { refusal: refusal('already-redacted', 'This text is redacted already.', '/field') };
  if (isOwn) return { refusal: refusal('own-text', 'Nobody takes back alone what they wrote.', '/redactedEvent') };
  return { events: [{ type: 'TextRedacted', data: { redactedEvent, field, hash, why } }] };
}
