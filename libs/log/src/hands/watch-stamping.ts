import { Counter, Gauge, type Registry } from 'prom-client';
import type { Stamping } from './stamping.js';

/** What operators see of time stamp authorities, in the form of Prometheus. */
export function watchStamping(registry: Registry, stamping: Pick<Stamping, 'states'>, now: () => Date): void {
  new Gauge({
    name: 'time_stamp_age_seconds',
    help: 'Time since the authority last stamped a checkpoint of the trial ledger; nothing if it never did',
    labelNames: ['authority'],
    registers: [registry],
    collect() {
      for (const { authority, stampedAt } of stamping.states)
        if (stampedAt !== undefined) this.set({ authority }, (now().getTime() - stampedAt.getTime()) / 1000);
    },
  });
  new Counter({
    name: 'time_stamp_failures_total',
    help: 'Times that the authority gave no time stamp, or a wrong one',
    labelNames: ['authority'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { authority, failures } of stamping.states) this.inc({ authority }, failures);
    },
  });
}
