import type { EventStore } from '@bali/event-store';
import { PATIENT_EVENTS, patientOfStream } from '@bali/trial';

/**
 * The patients of whom a case was ever handed over for a report. It is read from the trial ledger, on from where it was read last, so that
 * none is missed that was acknowledged before.
 */
export class HandedOverCases {
  readonly #store: Pick<EventStore, 'read'>;
  readonly #patients = new Set<string>();
  #next = 0;

  constructor(store: Pick<EventStore, 'read'>) {
    this.#store = store;
  }

  /** In the order of their codes. */
  async patients(): Promise<readonly string[]> {
    for await (const page of this.#store.read(this.#next)) {
      for (const { position, type, stream } of page) {
        const patient = type === PATIENT_EVENTS.HandedToUnblindedSafety.type ? patientOfStream(stream) : undefined;
        if (patient !== undefined) this.#patients.add(patient);
        this.#next = Math.max(this.#next, position + 1);
      }
    }
    return [...this.#patients].toSorted();
  }
}
