import type { LedgerRecord } from '@bali/ledger';
import { type Decision, defineEvent, eventFields, type EventOf, refusal } from '@bali/trial';

const { patientCode, record, stratumCode, slotNumber } = eventFields;

/** What the sealed ledger records of the randomization list's slots. */
export const SLOT_EVENTS = {
  SlotTaken: defineEvent(
    'SlotTaken',
    'the next slot of the randomization list was taken for a patient',
    record({ patient: patientCode, stratum: stratumCode, slot: slotNumber }),
  ),
} as const;
export type SlotEvent = EventOf<(typeof SLOT_EVENTS)[keyof typeof SLOT_EVENTS]>;

/** Which patient has which slot: `patients[slot]`. Slots are taken strictly in order and never given back. */
export interface Slots {
  readonly patients: readonly string[];
}

export const noSlots: Slots = { patients: [] };

/** The stratum of every patient unless the list is stratified. */
export const WHOLE_TRIAL = 'ALL';

/** Other rooms record in the same stream: what is not of slots is left alone. */
export function evolveSlots(slots: Slots, { type, data }: LedgerRecord): Slots {
  if (!Object.hasOwn(SLOT_EVENTS, type)) return slots;
  return { patients: [...slots.patients, (data as SlotEvent['data']).patient] };
}

/** The slot that a patient has, if one was taken. */
export function slotOf(slots: Slots, patient: string): number | undefined {
  const slot = slots.patients.indexOf(patient);
  return slot < 0 ? undefined : slot;
}

export interface TakeSlot {
  readonly patient: string;
  readonly stratum: string;
  /** The recruitment target in force, in patients. */
  readonly recruitmentTarget: number;
}

/** Takes the next slot for a patient; one who has a slot keeps it, and nothing happens. */
export function decideSlot({ patient, stratum, recruitmentTarget }: TakeSlot, slots: Slots): Decision<SlotEvent> {
  if (slotOf(slots, patient) !== undefined) return { events: [] };
  const slot = slots.patients.length;
  if (slot < recruitmentTarget) return { events: [{ type: 'SlotTaken', data: { patient, stratum, slot } }] };
  return {
    refusal: refusal('recruitment-complete', `${recruitmentTarget} patients, the target in force, are randomized.`),
  };
}
