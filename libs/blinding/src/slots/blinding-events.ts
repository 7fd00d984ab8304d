import { givenUp, pendingRequest as request, redactionFields } from '@bali/trial';
import { describeEvent, eventFields, type EventOf } from '@bali/schema';
import { Type } from 'typebox';

const { calendarDate, digest, patientCode, record, slotNumber, stratumCode, whole } = eventFields;

/** What the sealed ledger records of the list and of its slots. */
export const BLINDING_EVENTS = {
  RandomizationListDrawn: describeEvent(
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
  SlotTaken: describeEvent(
    'SlotTaken',
    'the next slot of the randomization list was taken for a patient',
    record({ patient: patientCode, stratum: stratumCode, slot: slotNumber, request }),
  ),
  SlotVoided: describeEvent(
    'SlotVoided',
    'a slot was taken for a patient who then could not be randomized; nobody else gets it',
    record({ patient: patientCode, stratum: stratumCode, slot: slotNumber, givenUp }),
  ),
  AnchorMade: describeEvent(
    'AnchorMade',
    'an anchor of the sealed ledger was made',
    record({
      anchoredOn: calendarDate('the day, UTC'),
      checkpoint: Type.String({ description: 'the checkpoint, as it was hashed', maxLength: 6_000 }),
      nonce: digest('no hash: 32 random bytes'),
      request,
    }),
  ),
  SealedTextRedacted: describeEvent(
    'SealedTextRedacted',
    'a free text beside the sealed ledger was erased',
    record(redactionFields('^/(metadata/reason|data/[A-Za-z0-9]{1,60}|data/request/reason/kept)$')),
  ),
} as const;

export type BlindingEvent = EventOf<(typeof BLINDING_EVENTS)[keyof typeof BLINDING_EVENTS]>;
export type BlindingData<Type extends BlindingEvent['type']> = Extract<BlindingEvent, { type: Type }>['data'];
