import { type Static, Type } from 'typebox';
import { digest, freeText, line, record } from '@bali/schema';

const base64Url = (description: string, maxLength: number) =>
  Type.String({ description, pattern: '^[A-Za-z0-9_-]+$', maxLength });

/** What a passkey made: as it stands in a record's signature. */
const assertion = record({
  credential: base64Url('identifier of the passkey', 512),
  publicKey: base64Url('SubjectPublicKeyInfo, DER', 1_024),
  algorithm: line('as JOSE names it'),
  authenticatorData: base64Url('of the assertion', 1_024),
  clientDataJSON: base64Url('of the assertion', 2_048),
  signature: base64Url('of the assertion', 1_024),
});

/**
 * What an event of the sealed ledger holds of a command that goes on in the trial ledger: all that is needed to finish it
 * there, besides who, when and from where, which stand around the event.
 */
export const pendingRequest = record(
  {
    commandId: Type.String({ description: 'the command that is to be finished', format: 'uuid' }),
    signature: Type.Optional(
      record({
        meaning: line('what was signed'),
        method: line('how the signer was asked again'),
        assertion: Type.Optional(assertion),
      }),
    ),
    reason: Type.Optional(
      record({
        hash: digest('the hash of the reason, as it is to stand in the trial ledger'),
        // The salt is the same, so that it is in no record, and goes with the text when that is erased.
        kept: freeText('the reason as it is kept beside the sealed ledger: sealed, with the same salt'),
      }),
    ),
  },
  'what the other ledger is to be told',
);
export type PendingRequest = Static<typeof pendingRequest>;

/** What an event of the sealed ledger holds that gives up what was begun there, since the trial ledger refused it. */
export const givenUp = record(
  {
    commandId: Type.String({ description: 'the command that was not finished', format: 'uuid' }),
    because: line('the refusal'),
  },
  'what was given up, and why',
);
export type GivenUp = Static<typeof givenUp>;
