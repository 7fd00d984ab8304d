import { Counter, type Registry } from 'prom-client';
import type { Scrubber } from './scrubber.js';

/** What operators see of the comparisons, in the form of Prometheus. They tell of faults only, and never how far a pass has come. */
export function watchScrubbers(registry: Registry, scrubbers: readonly Scrubber[]): void {
  const counter = (name: string, help: string, read: (scrubber: Scrubber) => number) =>
    new Counter({
      ...{ name, help, labelNames: ['file'], registers: [registry] },
      collect() {
        this.reset();
        for (const scrubber of scrubbers) this.inc({ file: scrubber.name }, read(scrubber));
      },
    });
  counter(
    'projections_altered_total',
    'How often a projections file did not hold what the ledger says: somebody or something altered it',
    ({ mismatches }) => mismatches,
  );
  counter(
    'projections_not_compared_total',
    'How often a projections file could not be compared with its ledger',
    ({ failures }) => failures,
  );
}
