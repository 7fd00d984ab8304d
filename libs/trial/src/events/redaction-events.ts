import { Type } from 'typebox';
import { describeEvent, type EventOf } from '@bali/schema';
import { digest, oneOf, record } from '@bali/schema';

/** Why a free text was erased. A code, so that what was to be taken out does not come back with the reason. */
export const REDACTION_REASONS = ['names-a-person', 'other-personal-data', 'belongs-to-another-patient'] as const;

/** What is recorded of a redaction. @param field a pattern of the places where free texts of the ledger stand. */
export const redactionData = (field: string) =>
  record({
    redactedEvent: Type.String({ description: 'id of the event that holds its hash', format: 'uuid' }),
    field: Type.String({ description: 'JSON pointer into that record, to the hash', pattern: field }),
    hash: digest('the hash that stands there, for ever'),
    why: oneOf('what was in it that had to go', REDACTION_REASONS),
  });

/**
 * A free text and its salt were erased: what stays is the hash in the event that held it, and this. It changes nothing of
 * the record as it stands, and no signature is superseded by it.
 */
export const REDACTION_EVENTS = {
  TextRedacted: describeEvent(
    'TextRedacted',
    'a free text was erased',
    redactionData('^/(metadata/reason|data/[A-Za-z0-9]{1,60})$'),
  ),
} as const;

export type RedactionEvent = EventOf<(typeof REDACTION_EVENTS)[keyof typeof REDACTION_EVENTS]>;
