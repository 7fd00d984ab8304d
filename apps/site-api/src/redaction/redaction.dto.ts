import { Code, OneOf } from '@bali/http';
import { ReasonedDto, SealedReasonedDto } from '@bali/recording';
import { REDACTION_REASONS } from '@bali/trial';

const EVENT = {
  description: 'id of the event that holds the hash of the text',
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  called: "an event's id",
  example: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
};
const FIELD = {
  description: 'JSON pointer into that record, to the hash: `/metadata/reason`, or a field of its data',
  pattern: '^/(metadata/reason|data/[A-Za-z0-9]{1,60})$',
  called:
    'where the text stands in the whole record: /metadata/reason, or /data/ and the name of a field, such as /data/termAsReported',
  example: '/metadata/reason',
};
const WHY = { description: 'what was in it that had to go', of: REDACTION_REASONS, example: REDACTION_REASONS[0] };

export class RedactionDto extends ReasonedDto {
  @Code(EVENT)
  readonly redactedEvent!: string;

  @Code(FIELD)
  readonly field!: string;

  @OneOf(WHY)
  readonly why!: (typeof REDACTION_REASONS)[number];
}

export class SealedRedactionDto extends SealedReasonedDto {
  @Code(EVENT)
  readonly redactedEvent!: string;

  @Code({
    ...FIELD,
    description: `${FIELD.description}; or \`/data/request/reason/kept\`, of a command that was given up`,
    pattern: '^/(metadata/reason|data/[A-Za-z0-9]{1,60}|data/request/reason/kept)$',
  })
  readonly field!: string;

  @OneOf(WHY)
  readonly why!: (typeof REDACTION_REASONS)[number];
}
