import type { RedactionEvent } from '@bali/trial';
import { words } from './words.js';

/** What follows the person's name: which text, of which event, and what was in it that had to go. */
export function redactionPhrase({ redactedEvent, field, why }: RedactionEvent['data']): string {
  return `redacted the free text ${field} of event ${redactedEvent}, because it ${words(why)}: text and salt were erased`;
}
