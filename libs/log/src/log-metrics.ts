import { Counter, Gauge, type Registry } from 'prom-client';
import type { TransparencyLog } from './transparency-log.js';

/** A log that is watched. */
export interface WatchedLog {
  readonly name: string;
  readonly log: TransparencyLog;
  /**
   * Whether readers of metrics may learn the log's size, and the time of its events. For the sealed ledger they may not: an
   * arm could be worked out from numbers and times.
   */
  readonly mayBeCounted: boolean;
}

/** What operators see of the logs, in the form of Prometheus. An operator should be woken by a failure to sign. */
export function watchLogs(registry: Registry, logs: readonly WatchedLog[], now: () => Date): void {
  const counted = logs.filter(({ mayBeCounted }) => mayBeCounted);
  const gauge = (name: string, help: string, read: (log: TransparencyLog) => number | undefined) =>
    new Gauge({
      ...{ name, help, labelNames: ['ledger'], registers: [registry] },
      collect() {
        for (const { name: ledger, log } of counted) {
          const value = read(log);
          if (value !== undefined) this.set({ ledger }, value);
        }
      },
    });
  gauge('transparency_log_size', 'Events in the Merkle tree', ({ follower }) => follower.size);
  gauge(
    'transparency_log_checkpoint_size',
    'Events in the last checkpoint signed here',
    ({ signing }) => signing.state.lastSize,
  );
  gauge('transparency_log_checkpoint_age_seconds', 'Time since a checkpoint was last signed here', ({ signing }) => {
    const { lastAt } = signing.state;
    return lastAt === undefined ? undefined : (now().getTime() - lastAt.getTime()) / 1000;
  });
  new Gauge({
    name: 'transparency_log_signs',
    help: 'Whether this instance signs the log (1) or follows it (0): over all instances, the sum must be 1',
    labelNames: ['ledger'],
    registers: [registry],
    collect() {
      for (const { name: ledger, log } of logs) this.set({ ledger }, log.signing.canSign ? 1 : 0);
    },
  });
  new Counter({
    name: 'transparency_log_signing_failures_total',
    help: 'Attempts to sign a checkpoint that failed; truncated, forked, not-this-ledger: the ledger was changed, cut or restored',
    labelNames: ['ledger', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { name: ledger, log } of logs)
        for (const [reason, times] of log.signing.state.failures) this.inc({ ledger, reason }, times);
    },
  });
}
