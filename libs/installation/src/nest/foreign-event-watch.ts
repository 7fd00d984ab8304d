import type { ForeignEvent } from '@bali/event-store';
import { LEDGERS, type Ledger } from '@bali/ledger';
import { Counter, type Registry } from 'prom-client';
import type { OperatorLog } from './installation.module.js';

/** Tells operators of what others have written into the store of a ledger: in the log, and as a number that an alert looks at. */
export class ForeignEventWatch {
  readonly #counter: Counter<'ledger'>;
  readonly #log: OperatorLog;

  constructor(registry: Registry, log: OperatorLog) {
    this.#log = log;
    this.#counter = new Counter({
      name: 'store_foreign_events_total',
      help: "Events that others have written into the streams beside a ledger's own, and that were passed over",
      labelNames: ['ledger'],
      registers: [registry],
    });
    for (const ledger of LEDGERS) this.#counter.inc({ ledger }, 0);
  }

  /** What is called with each foreign event of a ledger. */
  of(ledger: Ledger): (found: ForeignEvent) => void {
    return ({ stream, why }) => {
      this.#counter.inc({ ledger });
      this.#log.error({ ledger, stream, why }, 'SOMEBODY ELSE WRITES INTO THE STORE: the event was passed over');
    };
  }
}
