import { ALERT_ACKNOWLEDGED_WITHIN_HOURS, type Instant } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';
import { organismInWords } from './organisms.js';

/** An alert with its clock: until when the site has to acknowledge it, and whether it did. */
export interface AlertClock {
  readonly number: number;
  /** In words. */
  readonly organism: string;
  readonly raisedAt: Instant;
  readonly dueAt: Instant;
  /** When the acknowledgement was recorded. Absent: it is open, and overdue once `dueAt` has passed. */
  readonly acknowledgedAt?: Instant;
}

/** The alerts of a patient with their clocks, which run on the clock of the server at both ends. */
export function alertClocks(state: PatientState): readonly AlertClock[] {
  return all(state, 'MicrobiologyAlert').map(({ data, recordedAt: raisedAt }) => {
    const { number } = data;
    const known = all(state, 'MicrobiologyAlertAcknowledged').find((one) => one.data.number === number)?.recordedAt;
    const dueAt = new Date(Date.parse(raisedAt) + ALERT_ACKNOWLEDGED_WITHIN_HOURS * 3_600_000).toISOString();
    return {
      number,
      organism: organismInWords(data),
      raisedAt,
      dueAt,
      ...(known === undefined ? {} : { acknowledgedAt: known }),
    };
  });
}
