import type { ArmReading } from '@bali/queries';
import { instant, oneOf, record } from '@bali/schema';
import { Type } from 'typebox';
import { actor, type DocumentedAnswer, eventIdentifier, recordedAt, text } from '../answers/answers.js';
import { EXAMPLE_ACTOR } from '../answers/example-facts.js';

export const ARM_READINGS_ANSWER: DocumentedAnswer<readonly ArmReading[]> = {
  description: 'Each time that something was shown from which the arm can be known, in the order in which they came',
  schema: Type.Array(
    record({
      event: eventIdentifier('of the event in the access or the sealed ledger'),
      person: actor,
      recordedAt,
      recordedAtSite: Type.Optional(instant('the same moment in the time zone of the trial, with its offset')),
      of: oneOf('of whom something was shown', ['this-patient', 'all-patients']),
      sentence: text('all of it as people read it'),
    }),
  ),
  example: [
    {
      event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
      person: EXAMPLE_ACTOR,
      recordedAt: '2011-03-04T07:30:00.123Z',
      recordedAtSite: '2011-03-04T08:30:00+01:00',
      of: 'this-patient',
      sentence:
        'On 2011-03-04 at 07:30:00 UTC (08:30:00 in Europe/Paris), Claire Martin (investigator, CHU de Reims) was shown data that ' +
        'would unblind: the arm of patient REI-001.',
    },
  ],
};
