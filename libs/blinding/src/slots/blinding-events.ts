import { defineEvent, eventFields, type EventOf } from '@bali/trial';
import { Type } from 'typebox';

const { calendarDate, digest, freeText, line, patientCode, record, slotNumber, stratumCode, whole } = eventFields;

const base64Url = (description: string, maxLength: number) =>
  Type.String({ description, pattern: '^[A-Za-z0-9_-]+$', maxLength });

const uuid = (description: string) => Type.String({ description, format: 'uuid' });

/** What a passkey made: as it stands in a record's signature. */
const assertion = record({
  credential: base64Url('identifier of the passkey', 512),
  publicKey: base64Url('SubjectPublicKeyInfo, DER', 1_024),
  algorithm: line('as JOSE names it'),
  authenticatorData: base64Url('of the assertion', 1_024),
  clientDataJSON: base64Url('of the assertion', 2_048),
  signature: base64Url('of the assertion', 1_024),
});

/** What is needed to finish, besides who, when and why, which stand around the event. */
const request = record(
  {
    commandId: uuid('the command that is to be finished'),
    signature: Type.Optional(
      record({
        meaning: line('what was signed'),
        method: line('how the signer was asked again'),
        assertion: Type.Optional(assertion),
      }),
    ),
    reason: Type.Optional(
      record({
        hash: freeText('the reason, as it is to stand in the trial ledger'),
        kept: freeText('the reason, sealed, as it is kept beside the sealed ledger'),
        salt: digest('the salt of the first: no hash, 32 random bytes'),
      }),
    ),
  },
  'what the other ledger is to be told',
);

/** What the sealed ledger records of the list and of its slots. */
export const BLINDING_EVENTS = {
  RandomizationListDrawn: defineEvent(
    'RandomizationListDrawn',
    'the randomization list was drawn',
    record({
      seed: digest('no hash: 32 random bytes'),
      strata: Type.Array(stratumCode, { description: 'its parts', minItems: 1, maxItems: 100, uniqueItems: true }),
      sizes: Type.Array(whole('patients in a block', 2, 100), { description: 'ascending', minItems: 1, maxItems: 20 }),
      length: whole('slots of a stratum', 1, 10_000),
      request,
    }),
  ),
  SlotTaken: defineEvent(
    'SlotTaken',
    'the next slot of the randomization list was taken for a patient',
    record({ patient: patientCode, stratum: stratumCode, slot: slotNumber, request }),
  ),
  SlotVoided: defineEvent(
    'SlotVoided',
    'a slot was taken for a patient who then could not be randomized; nobody else gets it',
    record({ patient: patientCode, stratum: stratumCode, slot: slotNumber, because: line('the refusal') }),
  ),
  AnchorMade: defineEvent(
    'AnchorMade',
    'an anchor of the sealed ledger was made',
    record({
      anchoredOn: calendarDate('the day, UTC'),
      checkpoint: Type.String({ description: 'the checkpoint, as it was hashed', maxLength: 6_000 }),
      nonce: digest('no hash: 32 random bytes'),
      request,
    }),
  ),
} as const;

export type BlindingEvent = EventOf<(typeof BLINDING_EVENTS)[keyof typeof BLINDING_EVENTS]>;
export type BlindingData<Type extends BlindingEvent['type']> = Extract<BlindingEvent, { type: Type }>['data'];
/** What is needed to finish in the trial ledger what was begun here. */
export type PendingRequest = BlindingData<'SlotTaken'>['request'];
