import { instant, oneOf, record } from '@bali/schema';
import { type FieldVerification, VERIFICATION_STATUSES } from '@bali/trial';
import { Type } from 'typebox';
import { type DocumentedAnswer, eventIdentifier, text } from '../answers/answers.js';
import { EXAMPLE_CORRECTION, EXAMPLE_HARVEST } from '../answers/example-facts.js';

const optional = Type.Optional;

export const verificationAtField = {
  status: oneOf('`broken`: what was verified was corrected or annulled since', VERIFICATION_STATUSES),
  verification: optional(eventIdentifier('the last verification of it')),
  verifiedAt: optional(instant('when it was recorded')),
  verifiedBy: optional(text('who verified it: the user id')),
  brokenBy: optional(eventIdentifier('the correction or annulment that broke it')),
};

export const VERIFICATION_ANSWER: DocumentedAnswer<readonly FieldVerification[]> = {
  description: 'Every value that can be compared with its source, in the order of the entries',
  schema: Type.Array(
    record({
      entry: eventIdentifier('the entry that holds the value'),
      type: text('its type'),
      field: text("JSON pointer into the entry's data"),
      ...verificationAtField,
    }),
  ),
  example: [
    {
      ...{ entry: EXAMPLE_HARVEST.id, type: 'Harvested', field: '/volumeMl', status: 'broken' },
      ...{ verification: '7a1b2c3d-0e1f-5a2b-8c3d-4e5f60718293', verifiedAt: '2011-03-10T08:00:00.000Z' },
      ...{ verifiedBy: 'monitor', brokenBy: EXAMPLE_CORRECTION.id },
    },
  ],
};
