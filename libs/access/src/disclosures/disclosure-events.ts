import { defineEvent, eventFields, type EventOf } from '@bali/trial';
import { Type } from 'typebox';

const { patientCode, record } = eventFields;

/**
 * What was shown to somebody that not everybody may see: the one stream `disclosures`. Written before it is shown. It says
 * which kind of thing it was, and never what stood there.
 */
export const DISCLOSURE_EVENTS = {
  SealedDataRead: defineEvent(
    'SealedDataRead',
    'somebody read data that would unblind',
    record({
      what: Type.String({
        description: 'the kind of data, the same whichever arm a patient is in',
        pattern: '^[a-z][a-z0-9-]{0,63}$',
      }),
      patient: Type.Optional(patientCode),
    }),
  ),
} as const;

export type DisclosureEvent = EventOf<(typeof DISCLOSURE_EVENTS)[keyof typeof DISCLOSURE_EVENTS]>;

export const DISCLOSURES_STREAM = 'disclosures';
