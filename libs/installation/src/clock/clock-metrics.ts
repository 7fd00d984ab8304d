import { Counter, Gauge, type Registry } from 'prom-client';
import type { SteadyClock } from './steady-clock.js';

/** What operators see of the clock. None of it depends on what was recorded in the sealed ledger. */
export function clockMetrics(registry: Registry, clock: SteadyClock): void {
  new Gauge({
    name: 'clock_step_not_accepted',
    help: '1 while the clock of the machine has stepped and no operator has accepted it, else 0',
    registers: [registry],
    collect() {
      this.set(clock.step === undefined ? 0 : 1);
    },
  });
  new Gauge({
    name: 'clock_difference_seconds',
    help: 'How far the clock of the machine is ahead of the time that is recorded; negative where it is behind',
    registers: [registry],
    collect() {
      this.set(clock.differenceSeconds);
    },
  });
  new Counter({
    name: 'clock_steps_total',
    help: 'How often the clock of the machine has stepped, or was found behind a ledger, since the process began',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(clock.steps);
    },
  });
}
