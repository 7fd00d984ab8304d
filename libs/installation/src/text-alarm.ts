import type { ReadinessCheck } from '@bali/http';
import { LEDGERS } from '@bali/ledger';
import type { TextAlarm } from '@bali/queries';
import { Gauge, type Registry } from 'prom-client';

/**
 * Whether every free text that was looked at is as it was written. Reading and recording go on while one is not: patients need it,
 * and the text says itself wherever it is shown that it is missing or altered.
 */
export function textReadiness(alarm: TextAlarm): ReadinessCheck {
  return { name: 'free-texts', isUp: () => alarm.raised.length === 0, isAlarm: true };
}

/** Of each ledger whether, and not how many: a number of texts of the sealed ledger could tell an arm. */
export function watchTexts(registry: Registry, alarm: TextAlarm): void {
  new Gauge({
    name: 'free_texts_faulty',
    help: 'Whether a free text of the ledger is known here to be missing or altered (1): the store was damaged, or changed by somebody',
    labelNames: ['ledger'],
    registers: [registry],
    collect() {
      for (const ledger of LEDGERS) this.set({ ledger }, alarm.raised.includes(ledger) ? 1 : 0);
    },
  });
}
