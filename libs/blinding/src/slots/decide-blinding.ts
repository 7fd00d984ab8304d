import { type Decision, refusal } from '@bali/trial';
import { blindingRefusal } from '../blinding-refusals.js';
import { inCodeUnitOrder } from '../list/draw-list.js';
import type { BlindingData, BlindingEvent } from '../blinding-events.js';
import { type BlindingState, slotOf } from './blinding-state.js';

/** Draws the list, once: there is never another one. */
export function decideList(
  drawing: BlindingData<'RandomizationListDrawn'>,
  state: BlindingState,
): Decision<BlindingEvent> {
  if (state.drawn !== undefined) {
    return { refusal: refusal('list-already-committed', 'There is a randomization list already.') };
  }
  const { sizes } = drawing;
  if (!sizes.every((size, place) => size % 2 === 0 && size > (sizes[place - 1] ?? 0))) {
    return { refusal: refusal('invalid-value', 'The sizes of the blocks have to be even, and ascending.', '/sizes') };
  }
  return {
    events: [
      {
        type: 'RandomizationListDrawn',
        data: { ...drawing, strata: [...inCodeUnitOrder(drawing.strata)], ...cardsOf(drawing) },
      },
    ],
  };
}

function cardsOf({
  cards,
}: BlindingData<'RandomizationListDrawn'>): Pick<BlindingData<'RandomizationListDrawn'>, 'cards'> {
  return cards === undefined ? {} : { cards: { ...cards, strata: [...inCodeUnitOrder(cards.strata)] } };
}

export interface TakeSlot extends Pick<BlindingData<'SlotTaken'>, 'patient' | 'stratum' | 'request'> {
  /** The recruitment target in force, in patients. */
  readonly recruitmentTarget: number;
}

/**
 * Takes the next slot for a patient, strictly in order: a slot that was taken in vain is not given to anybody else. One
 * who has a slot keeps it, and nothing happens.
 */
export function decideSlot(
  { patient, stratum, request, recruitmentTarget }: TakeSlot,
  state: BlindingState,
): Decision<BlindingEvent> {
  if (slotOf(state, patient) !== undefined) return { events: [] };
  if (state.taken.filter(({ voided }) => !voided).length >= recruitmentTarget) {
    return {
      refusal: refusal(
        'recruitment-complete',
        `${recruitmentTarget} patients, the target in force, are randomized: ask the sponsor, who can amend it.`,
      ),
    };
  }
  if (state.drawn?.data.strata.includes(stratum) !== true) {
    return { refusal: refusal('site-not-in-list', `The randomization list has no part ${stratum}.`) };
  }
  const slot = state.taken.filter(({ data }) => data.stratum === stratum).length;
  if (slot >= state.drawn.data.length) {
    return { refusal: blindingRefusal('list-exhausted', 'The randomization list has no slot left for this patient.') };
  }
  return { events: [{ type: 'SlotTaken', data: { patient, stratum, slot, request } }] };
}

export type TakeCard = Pick<BlindingData<'SlotTaken'>, 'patient' | 'stratum' | 'slot' | 'request'> & {
  readonly randomizedAt: string;
};

/**
 * Takes the slot of a sealed card that was opened for a patient: whatever is recorded happened in the world, so that neither the
 * order of cards nor the recruitment target stands in its way. One who has a slot keeps it, and nothing happens.
 */
export function decideCard(
  { patient, stratum, slot, randomizedAt, request }: TakeCard,
  state: BlindingState,
): Decision<BlindingEvent> {
  if (slotOf(state, patient) !== undefined) return { events: [] };
  const { cards } = state.drawn?.data ?? {};
  if (cards?.strata.includes(stratum) !== true || slot >= cards.length) {
    return { refusal: refusal('no-such-cards', `The randomization list has no card ${slot} of ${stratum}.`, '/slot') };
  }
  const other = state.taken.find(({ data }) => data.stratum === stratum && data.slot === slot);
  if (other !== undefined) {
    const sentence = `Card ${slot} of ${stratum} was taken for another patient: compare the number on the card.`;
    return { refusal: refusal('card-already-opened', sentence, '/slot') };
  }
  return { events: [{ type: 'SlotTaken', data: { patient, stratum, slot, randomizedAt, request } }] };
}

/** Documents that a slot was taken in vain, once. */
export function decideVoid(
  { patient, because }: { readonly patient: string; readonly because: string },
  state: BlindingState,
): Decision<BlindingEvent> {
  const held = slotOf(state, patient);
  if (held === undefined) return { events: [] };
  const { stratum, slot, request } = held.data;
  const givenUp = { commandId: request.commandId, because };
  return { events: [{ type: 'SlotVoided', data: { patient, stratum, slot, givenUp } }] };
}
