import type { ForeignEvent, LedgerHeld } from '@bali/event-store';
import { LEDGERS, type Ledger } from '@bali/ledger';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Watching } from '../open-ledger.js';
import type { OperatorLog } from './installation.module.js';

/** Tells operators of what is wrong with a ledger that is open: in the log, and as a number that an alert looks at. */
export class LedgerWatch {
  readonly #foreign: Counter<'ledger'>;
  readonly #held: Gauge<'ledger'>;
  readonly #log: OperatorLog;

  constructor(registry: Registry, log: OperatorLog) {
    this.#log = log;
    this.#foreign = new Counter({
      name: 'store_foreign_events_total',
      help: "Events that others have written into the streams beside a ledger's own, and that were passed over",
      labelNames: ['ledger'],
      registers: [registry],
    });
    this.#held = new Gauge({
      name: 'ledger_held',
      help: 'Whether a ledger takes no event (1), because what is stored is not what was written into it',
      labelNames: ['ledger'],
      registers: [registry],
    });
    for (const ledger of LEDGERS) {
      this.#foreign.inc({ ledger }, 0);
      this.#held.set({ ledger }, 0);
    }
  }

  /** What is called when something is wrong with a ledger. */
  of(ledger: Ledger): Watching {
    return {
      onForeignEvent: ({ stream, why }: ForeignEvent) => {
        this.#foreign.inc({ ledger });
        this.#log.error({ ledger, stream, why }, 'SOMEBODY ELSE WRITES INTO THE STORE: the event was passed over');
      },
      onHeld: (held: LedgerHeld) => {
        this.#held.set({ ledger }, 1);
        this.#log.error(
          { err: held, ledger, why: held.why },
          'A LEDGER IS HELD: what is stored is not what was written',
        );
      },
    };
  }
}
