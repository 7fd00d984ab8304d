import { defineEvent, digest, type EventOf, oneOf, SAMPLE_TEXT_HASH, uuid, words } from '@bali/schema';
import { Type } from 'typebox';

/** Why a free text was erased. A code, so that what was to be taken out does not come back with the reason. */
export const REDACTION_REASONS = ['names-a-person', 'other-personal-data', 'belongs-to-another-patient'] as const;

/** The fields of a redaction. @param places a pattern of the places where free texts of the ledger stand */
export const redactionFields = (places: string) => ({
  redactedEvent: uuid('id of the event that holds its hash'),
  field: Type.String({ description: 'JSON pointer into that record, to the hash', pattern: places }),
  hash: digest('the hash that stands there, for ever'),
  why: oneOf('what was in it that had to go', REDACTION_REASONS),
});

/**
 * A free text and its salt were erased: what stays is the hash in the event that held it, and this. It changes nothing of
 * the record as it stands.
 */
export const TextRedacted = defineEvent('TextRedacted', {
  schemaVersion: 1,
  about: 'a free text was erased',
  data: redactionFields('^/(metadata/reason|data/[A-Za-z0-9]{1,60})$'),
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/redactedEvent', '/field', '/hash', '/why'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RedactText', action: 'redact-text' },
  sentence: redactionInWords,
  sample: {
    redactedEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    field: '/data/comment',
    hash: SAMPLE_TEXT_HASH,
    why: 'names-a-person',
  },
});

export type RedactionEvent = EventOf<typeof TextRedacted>;

interface Redaction {
  readonly redactedEvent: string;
  readonly field: string;
  readonly why: string;
}

/** What follows the person's name, in each ledger that has redactions. */
export function redactionInWords({ redactedEvent, field, why }: Redaction): string {
  return `redacted the free text ${field} of event ${redactedEvent}, because it ${words(why)}: text and salt were erased`;
}
