import { ALERT_ACKNOWLEDGED_WITHIN_HOURS, type Instant } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';

/** An alert with its clock: until when the site has to acknowledge it, and whether it did. */
export interface AlertClock {
  readonly number: number;
  readonly organism: string;
  readonly raisedAt: Instant;
  readonly dueAt: Instant;
  /** When the acknowledgement was recorded. Absent: it is open, and overdue once `dueAt` has passed. */
  readonly acknowledgedAt?: Instant;
}

/** The alerts of a patient with their clocks, which run on the clock of the server at both ends. */
export function alertClocks(state: PatientState): readonly AlertClock[] {
  return all(state, 'MicrobiologyAlert').map(({ data: { number, organism }, recordedAt: raisedAt }) => {
    const known = all(state, 'MicrobiologyAlertAcknowledged').find(({ data }) => data.number === number)?.recordedAt;
    const dueAt = new Date(Date.parse(raisedAt) + ALERT_ACKNOWLEDGED_WITHIN_HOURS * 3_600_000).toISOString();
    return { number, organism, raisedAt, dueAt, ...(known === undefined ? {} : { acknowledgedAt: known }) };
  });
}
