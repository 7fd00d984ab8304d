import { actorOf } from '@bali/access';
import { type ArmCode, armInFrench, armInWords, listOf } from '@bali/blinding';
import type { SealedCommands } from '../saga/sealed-commands.js';
import type { AskedBy } from './allocations.js';
import type { DisclosureLog } from './disclosure-log.js';

/** A card as the unit prints it: what stands on its outside, and what is sealed inside. */
export interface SealedCard {
  /** On the outside. */
  readonly stratum: string;
  /** On the outside: the number of the card, from 0. */
  readonly slot: number;
  /** Inside. */
  readonly arm: ArmCode;
  /** Inside: what is to be prepared, in English and in French. */
  readonly product: string;
  readonly productInFrench: string;
  /** Inside: with it, anyone can check later that the card stood so in the list before the first patient. */
  readonly nonce: string;
}

/** Shows the unit the sealed cards of a part of the list, so that it can print them. Each time is in the access ledger before. */
export class SealedCards {
  readonly #options: { readonly sealed: SealedCommands; readonly disclosures: DisclosureLog };

  constructor(options: { readonly sealed: SealedCommands; readonly disclosures: DisclosureLog }) {
    this.#options = options;
  }

  async ofStratum({ person, requestId, source }: AskedBy, stratum: string): Promise<readonly SealedCard[]> {
    const { sealed, disclosures } = this.#options;
    const shown = { type: 'SealedDataRead', data: { what: 'randomization-cards' } } as const;
    await disclosures.record(shown, { actor: actorOf(person), requestId, source });
    return listOf(await sealed.state())
      .filter((slot) => slot.stratum === stratum)
      .map(({ slot, arm, nonce }) => {
        const told = { arm, patient: '' };
        const { product } = armInWords(told);
        return { stratum, slot, arm, product, productInFrench: armInFrench(told).product, nonce };
      });
  }
}
