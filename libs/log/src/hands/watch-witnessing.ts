import { Counter, Gauge, type Registry } from 'prom-client';
import type { Witnessing } from './witnessing.js';

type WitnessingState = Pick<Witnessing, 'last' | 'isUp' | 'witnesses'>;

/** What operators see of witnesses, in the form of Prometheus. The trial ledger alone is witnessed, whose size tells nothing of an arm. */
export function watchWitnessing(registry: Registry, witnessing: WitnessingState, now: () => Date): void {
  const gauge = (name: string, help: string, read: () => number | undefined) =>
    new Gauge({
      ...{ name, help, registers: [registry] },
      collect() {
        const value = read();
        if (value === undefined) this.reset();
        else this.set(value);
      },
    });
  gauge(
    'witnessed_checkpoint_size',
    'Events in the last checkpoint that a quorum of witnesses cosigned',
    () => witnessing.last?.size,
  );
  gauge(
    'witnessed_checkpoint_age_seconds',
    'Time since a quorum of witnesses last cosigned; nothing if it never did',
    () => (witnessing.last === undefined ? undefined : now().getTime() / 1000 - witnessing.last.at),
  );
  gauge('witnessed_within_a_day', 'Whether a quorum of witnesses cosigned within a day', () =>
    witnessing.isUp ? 1 : 0,
  );
  new Gauge({
    name: 'witness_cosigns',
    help: 'Whether the witness cosigned when it was last asked (1) or not (0)',
    labelNames: ['witness'],
    registers: [registry],
    collect() {
      for (const { name, failing } of witnessing.witnesses) this.set({ witness: name }, failing === undefined ? 1 : 0);
    },
  });
  new Counter({
    name: 'witness_failures_total',
    help: 'Times that a witness did not cosign; has-seen-more, has-seen-others: the ledger was cut or rewritten, or the witness lies',
    labelNames: ['witness', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name, failures } of witnessing.witnesses)
        for (const [reason, times] of failures) this.inc({ witness: name, reason }, times);
    },
  });
}
