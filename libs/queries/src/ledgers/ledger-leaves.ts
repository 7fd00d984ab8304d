import type { EventStore } from '@bali/event-store';
import type { Person } from '@bali/access';
import { requireAsWritten } from './as-written.js';
import { requireWholeLedger } from './ledger-rights.js';
import { QueryRefused } from '../query-refused.js';

/** Single events of the trial ledger exactly as they are stored and hashed, to those who may read it whole. */
export class LedgerLeaves {
  readonly #trialLedger: EventStore;

  constructor(trialLedger: EventStore) {
    this.#trialLedger = trialLedger;
  }

  /** The bytes of the leaf at an index: canonical JSON in UTF-8. @throws QueryRefused */
  async leaf(person: Person, index: number): Promise<Uint8Array> {
    requireWholeLedger(person, 'trial');
    requireAsWritten(this.#trialLedger);
    for await (const [event] of this.#trialLedger.read(index, 1)) {
      if (event?.position === index) return event.leaf;
      break;
    }
    throw new QueryRefused('beyond-the-end');
  }
}
