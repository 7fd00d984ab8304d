import type { ReadinessCheck } from '@bali/http';
import { basename } from 'node:path';
import { Gauge, type Registry } from 'prom-client';
import type { Alarms } from '../alarms/alarms.js';
import type { FileChecks } from './file-checks.js';

/** Down from when a reading met a damaged file until it is found out which one it is: from then on, `alarms` is down. */
export function fileReadiness(checks: FileChecks): ReadinessCheck {
  return { name: 'files', isUp: () => checks.isUp };
}

/** Of each file whether an alarm about it stands. */
export function watchFiles(registry: Registry, alarms: Alarms, paths: readonly string[]): void {
  new Gauge({
    name: 'file_alarm',
    help: 'Whether an alarm about the file was raised that nobody has seen yet (1): it is damaged, or was altered by somebody',
    labelNames: ['file'],
    registers: [registry],
    collect() {
      for (const file of paths.map((path) => basename(path))) this.set({ file }, alarms.isRaised(file) ? 1 : 0);
    },
  });
}
