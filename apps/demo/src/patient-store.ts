import { EMBEDDED_STORE, type StoreLocation } from '@bali/event-store';

/**
 * How long a demo waits for a cluster. It plays for minutes, and nobody is there to try again: it has to outlast an election, which
 * takes up to 13 s after the leader has stopped answering.
 */
const PATIENCE_MS = 60_000;

/** A store whose ledgers wait longer than those that people wait for. */
export function patientStore(store: StoreLocation = EMBEDDED_STORE): StoreLocation {
  return { ...store, open: (place) => store.open({ ...place, patienceMs: PATIENCE_MS }) };
}
