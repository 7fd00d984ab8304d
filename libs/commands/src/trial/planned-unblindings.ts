import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { type DecisionContext, PATIENT_EVENTS } from '@bali/trial';

/**
 * Who was told a patient's arm as planned, of whichever patient. It is read from the trial ledger, on from where it was read last,
 * so that no unblinding is missed that was acknowledged before.
 */
export class PlannedUnblindings {
  readonly #store: Pick<EventStore, 'read'>;
  readonly #told = new Set<string>();
  #next = 0;

  constructor(store: Pick<EventStore, 'read'>) {
    this.#store = store;
  }

  /** Whether it was a person, with whichever account. */
  async includes({ by, otherAccounts = [] }: Pick<DecisionContext, 'by' | 'otherAccounts'>): Promise<boolean> {
    if (by === undefined) return false;
    for await (const page of this.#store.read(this.#next)) {
      for (const { position, type, leaf } of page) {
        if (type === PATIENT_EVENTS.PatientUnblinded.type) this.#add(leaf);
        this.#next = Math.max(this.#next, position + 1);
      }
    }
    return [by, ...otherAccounts].some((account) => this.#told.has(account));
  }

  #add(leaf: Uint8Array): void {
    const { kind, shownTo } = recordOf(leaf).data as { readonly kind: string; readonly shownTo: string };
    if (kind === 'planned') this.#told.add(shownTo);
  }
}
