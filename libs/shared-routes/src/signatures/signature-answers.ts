import { SIGNATURE_PROBLEMS, type SignatureStanding } from '@bali/access';
import { EVENT_CATALOGUE, SIGNATURES } from '@bali/trial';
import { instant, oneOf, record } from '@bali/schema';
import { Type } from 'typebox';
import { eventIdentifier, place, recordedAt, text } from '../answers/answers.js';
import { EXAMPLE_ACTOR } from '../answers/example-facts.js';

export const standing = oneOf('superseded: what was signed was changed later', ['valid', 'superseded', 'invalid']);
export const supersededBy = Type.Optional(
  record(
    { event: eventIdentifier('the event'), revision: place('of the record with this event'), recordedAt },
    'the first later event that changed what was signed',
  ),
);

/** A signature as every view shows it: whose, when, with which meaning, and whether it still stands. */
export const signatureStanding = record({
  event: eventIdentifier('the event that was signed'),
  revision: place('of the record with this event, from 0'),
  type: oneOf('type of event', Object.keys(EVENT_CATALOGUE)),
  name: text('printed name of the signer'),
  userId: text('identifier of the signer'),
  signedAt: instant('when it was signed'),
  meaning: text('what the signature means'),
  method: text('how the signer was asked again'),
  contentHash: text('hash that binds the signature to its record'),
  standing,
  problem: Type.Optional(oneOf('what is wrong, if it is invalid', Object.keys(SIGNATURE_PROBLEMS))),
  supersededBy,
});

export const EXAMPLE_SIGNATURE: SignatureStanding = {
  event: '0c0c8f5e-6c55-5a53-8d3a-3f0f0b0c9a11',
  revision: 2,
  type: 'Randomized',
  name: EXAMPLE_ACTOR.name,
  userId: EXAMPLE_ACTOR.userId,
  signedAt: '2011-02-21T09:00:00.000Z',
  meaning: SIGNATURES.randomization.meaning,
  method: 'password-and-one-time-code',
  contentHash: '7d1a5c0e'.repeat(8),
  standing: 'valid',
};
