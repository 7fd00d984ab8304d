import { Gauge, type Registry } from 'prom-client';

/** What a process has used so far. */
interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** Where process metrics come from. */
interface UsageSource {
  /** Seconds that have passed since the process began; they never go back. */
  readonly uptimeSeconds: () => number;
  readonly usage: () => Usage;
}

const OWN_USAGE: UsageSource = {
  uptimeSeconds: () => process.uptime(),
  usage: () => {
    const { user, system } = process.cpuUsage();
    return { cpuSeconds: (user + system) / 1_000_000, residentBytes: process.memoryUsage.rss() };
  },
};

/** The usage is looked at once in this time, however often the metrics are read. */
export const PERIOD_SECONDS = 900;
const CPU_STEP_SECONDS = 10;
const MEMORY_STEP_BYTES = 64 * 1024 * 1024;

/**
 * How much processor and memory the process uses, too coarse to see a single command in: what a command costs could tell
 * what was recorded with it, and those who read metrics stay blinded. So there are no sizes of heaps, no pauses of the garbage
 * collector and no lag of the event loop either: these follow each command closely.
 */
export function watchProcess(registry: Registry, source: UsageSource = OWN_USAGE): void {
  const usage = coarseUsage(source);
  gauge('process_cpu_seconds_total', `Processor time, in steps of ${CPU_STEP_SECONDS} s`, () => usage().cpuSeconds);
  gauge('process_resident_memory_bytes', 'Memory, in steps of 64 MiB', () => usage().residentBytes);
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process was started, in seconds of Unix time',
    registers: [registry],
  }).set(Math.round(Date.now() / 1_000 - source.uptimeSeconds()));

  function gauge(name: string, what: string, read: () => number): void {
    const help = `${what}; looked at once in ${PERIOD_SECONDS / 60} minutes`;
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read()) });
  }
}

/** The usage in steps, as it was when it was first asked for in the present period. */
function coarseUsage({ uptimeSeconds, usage }: UsageSource): () => Usage {
  let seenIn = -1;
  let seen: Usage = { cpuSeconds: 0, residentBytes: 0 };
  return () => {
    const period = Math.floor(uptimeSeconds() / PERIOD_SECONDS);
    if (period !== seenIn) {
      const { cpuSeconds, residentBytes } = usage();
      seenIn = period;
      seen = {
        cpuSeconds: Math.round(cpuSeconds / CPU_STEP_SECONDS) * CPU_STEP_SECONDS,
        residentBytes: Math.ceil(residentBytes / MEMORY_STEP_BYTES) * MEMORY_STEP_BYTES,
      };
    }
    return seen;
  };
}
