import { Counter, Histogram, Registry } from 'prom-client';
import { watchProcess } from './process-metrics.js';

/**
 * What operators see of the application, in the form of Prometheus.
 *
 * Labels are route patterns, methods, statuses, kinds of command and codes of outcome: never a patient, a person or a
 * site, and nothing that depends on an arm. A metric is read by people who must stay blinded: of the process it tells
 * only what {@link watchProcess} does.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly #commands = new Counter({
    name: 'commands_total',
    help: 'Commands by kind and outcome: recorded, or the code of the refusal',
    labelNames: ['command', 'outcome'],
    registers: [this.registry],
  });

  constructor() {
    watchProcess(this.registry);
  }

  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds);
  }

  /** @param outcome `recorded`, or the code of a refusal. */
  commandDone(command: string, outcome: string): void {
    this.#commands.inc({ command, outcome });
  }
}
