import { Type } from 'typebox';
import { describeEvent, type EventOf } from '@bali/schema';
import { line, record } from '@bali/schema';
import { FIELD_PATTERN, MAX_FIELD_LENGTH } from '@bali/schema';

const value = (description: string) =>
  Type.Optional(
    Type.Unknown({ description: `${description}; absent: there was none. A free text stands here as its hash` }),
  );

/** A mistake is never overwritten: this says what was wrong, in which event, and what is right. In either kind of stream. */
export const CORRECTION_EVENTS = {
  DataCorrected: describeEvent(
    'DataCorrected',
    'a value was corrected',
    record({
      correctedEvent: Type.String({ description: 'id of the event that holds the field', format: 'uuid' }),
      correctedType: line('type of that event'),
      field: Type.String({
        description: 'JSON pointer into its data',
        pattern: FIELD_PATTERN,
        maxLength: MAX_FIELD_LENGTH,
      }),
      oldValue: value('the value until now'),
      newValue: value('the value from now on'),
      computed: Type.Boolean({ description: 'whether the software computed it from a corrected value' }),
    }),
  ),
} as const;

export type CorrectionEvent = EventOf<(typeof CORRECTION_EVENTS)[keyof typeof CORRECTION_EVENTS]>;
