import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Metrics } from './metrics.js';
import { PERIOD_SECONDS, watchProcess } from './process-metrics.js';

const MIB = 1024 * 1024;

/** The metrics of a process that uses what the test says. */
function watched() {
  const now = { uptime: 1_000, cpuSeconds: 42.1, residentBytes: 300 * MIB };
  const registry = new Registry();
  watchProcess(registry, { uptimeSeconds: () => now.uptime, usage: () => now });
  const value = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values[0]?.value;
  const read = async () => [await value('process_cpu_seconds_total'), await value('process_resident_memory_bytes')];
  return { now, read };
}

describe('the metrics of the process', () => {
  it('are the same before and after a command, whatever it cost', async () => {
    const { now, read } = watched();
    const before = await read();
    expect(before).toEqual([40, 320 * MIB]);
    now.cpuSeconds += 30;
    now.residentBytes += 200 * MIB;
    now.uptime += 10;
    expect(await read()).toEqual(before);
  });

  it('follow what the process uses from one quarter of an hour to the next, in steps', async () => {
    const { now, read } = watched();
    await read();
    now.cpuSeconds = 130.004;
    now.residentBytes = 1_400 * MIB + 1;
    now.uptime += PERIOD_SECONDS;
    expect(await read()).toEqual([130, 1_408 * MIB]);
  });

  it('are all that is shown of the machine', async () => {
    const ofMachine = (await new Metrics().registry.getMetricsAsJSON()).map(({ name }) => name);
    expect(ofMachine.filter((name) => /^(process|nodejs)_/u.test(name)).toSorted()).toEqual([
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
    ]);
  });
});
