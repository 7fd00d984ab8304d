import { instant, oneOf, patientCode, record, siteCode } from '@bali/schema';
import { KNOWN_BY, type RegisterEntry } from '@bali/queries';
import { Type } from 'typebox';
import { actor, type DocumentedAnswer, eventIdentifier, recordedAt } from '../answers/answers.js';
import { EXAMPLE_ACTOR } from '../answers/example-facts.js';

export const REGISTER_ANSWER: DocumentedAnswer<readonly RegisterEntry[]> = {
  description:
    'Who knows or could know, in the order in which they came to; without a patient or sites: of all patients',
  schema: Type.Array(
    record({
      person: actor,
      patient: Type.Optional(patientCode),
      sites: Type.Optional(
        Type.Array(siteCode, { description: 'the sites of whose patients, where a role is held for some' }),
      ),
      since: recordedAt,
      until: Type.Optional(instant('when the delegation let them learn no more; what they knew, they know')),
      kind: oneOf(
        'how it came about: by the delegation of a role that shows arms, by an unblinding, or by a package',
        KNOWN_BY,
      ),
      event: eventIdentifier('of the delegation, the unblinding, or, of all patients, the reading or the package'),
      impactAssessedAt: Type.Optional(instant('when its impact was assessed')),
    }),
  ),
  example: [
    {
      person: EXAMPLE_ACTOR,
      patient: 'REI-001',
      since: '2011-03-04T07:30:00.123Z',
      kind: 'emergency',
      event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
    },
  ],
};
