import {
  type BlindingData,
  type BlindingState,
  decideList,
  DEFAULT_CARDS,
  DEFAULT_LENGTH,
  DEFAULT_SIZES,
  listCommitment,
  listDrawnBy,
  type ListDrawing as Drawing,
  type ListSlot,
  SEED_BYTES,
  strataOf as partsOf,
} from '@bali/blinding';
import { cardStratumOf, WHOLE_TRIAL } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { RandomBytes } from '../loop/command.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';

export type ListSaga = Saga<Drawing, BlindingState, BlindingData<'RandomizationListDrawn'>>;

/** Says nothing: it is put in the place of the commitment to ask whether one could be made. */
const ANY_COMMITMENT = '0'.repeat(64);

/** The list is drawn in the sealed ledger, once and before the first patient; then the trial ledger gets its commitment. */
export function listSaga(streams: StreamLoader<BlindingState>): ListSaga {
  return {
    begins: 'RandomizationListDrawn',
    streams,
    isOneForAll: true,
    // Why it was drawn so can say how: it stays sealed.
    tellsReason: false,
    isFor: () => true,
    expects: (drawing) => {
      const expected = partsOf(drawing).map(({ stratum, length }) => ({ stratum, slots: length }));
      return committed({ commitment: ANY_COMMITMENT, strata: expected });
    },
    part: () => 'draw-list',
    begin: ({ strata, sizes, cards, ...drawing }, state, { request }) => {
      const sealed = cards && { cards: { ...cards, strata: [...cards.strata] } };
      return decideList({ ...drawing, strata: [...strata], sizes: [...sizes], ...sealed, request }, state);
    },
    finish: (data) => {
      const list = listDrawnBy(data);
      return committed({ commitment: listCommitment(list), strata: strataOf(list) });
    },
  };
}

/** What is asked for of a list; what is left out is as the protocol has it. */
export interface AskedList {
  /** Sites that each have a part of their own, beside one for the sites that come later. Default: one part for the whole trial. */
  readonly sites?: readonly string[];
  readonly sizes?: readonly number[];
  readonly length?: number;
  /** Of each part of the list, the number of sealed cards. Default: {@link DEFAULT_CARDS}; 0: none. */
  readonly cards?: number;
}

/** Draws the randomization list. */
export class ListDrawing {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: ListSaga;
  readonly #randomBytes: RandomBytes;

  constructor(sagas: TwoLedgerSagas, saga: ListSaga, randomBytes: RandomBytes) {
    this.#sagas = sagas;
    this.#saga = saga;
    this.#randomBytes = randomBytes;
  }

  /** @param given with texts that are sealed. @throws as {@link TwoLedgerSagas.run} */
  draw(
    { sites, sizes = DEFAULT_SIZES, length = DEFAULT_LENGTH, cards = DEFAULT_CARDS }: AskedList,
    given: Given,
  ): Promise<Handled> {
    const bytes = this.#randomBytes(SEED_BYTES, `seed of the list of command ${given.envelope.commandId}`);
    const seed = Buffer.from(bytes).toString('hex');
    // Nothing is drawn once there are patients, so that whoever comes later needs a part that is there already.
    const strata = [...new Set([...(sites ?? []), WHOLE_TRIAL])];
    const sealed = cards === 0 ? {} : { cards: { strata: strata.map(cardStratumOf), length: cards } };
    const wanted = { seed, strata, sizes, length, ...sealed };
    return this.#sagas.run(this.#saga, { given, wanted });
  }
}

function committed(data: { readonly commitment: string; readonly strata: { stratum: string; slots: number }[] }) {
  return { command: { type: 'CommitRandomizationList' as const, data } };
}

function strataOf(list: readonly ListSlot[]): { stratum: string; slots: number }[] {
  const counts = new Map<string, number>();
  for (const { stratum } of list) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  return [...counts].map(([stratum, slots]) => ({ stratum, slots }));
}
