import type { EmergencyOpenings } from '@bali/queries';
import { Gauge, type Registry } from 'prom-client';

/** What operators see of codes that are opened in an emergency: that it happens, and nothing of patients, people or arms. */
export function watchOpenings(registry: Registry, openings: Pick<EmergencyOpenings, 'ofLastDay'>): void {
  new Gauge({
    name: 'emergency_openings_last_day',
    help: 'Codes of patients that were opened in an emergency in the last 24 hours',
    registers: [registry],
    async collect() {
      this.set((await openings.ofLastDay()).all);
    },
  });
  new Gauge({
    name: 'emergency_openings_by_one_person',
    help: 'The most codes that one person has opened in an emergency in the last 24 hours: an alarm from 3 on',
    registers: [registry],
    async collect() {
      this.set((await openings.ofLastDay()).mostByOne);
    },
  });
}
