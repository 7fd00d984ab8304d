import { ALERT_ACKNOWLEDGED_WITHIN_HOURS, type Instant } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';

/** An alert with its clock: until when the site has to acknowledge it, and whether it did. */
export interface AlertClock {
  readonly number: number;
  readonly organism: string;
  readonly raisedAt: Instant;
  readonly dueAt: Instant;
  /** When the acknowledgement was recorded. */
  readonly acknowledgedAt?: Instant;
  readonly isOverdue: boolean;
}

/** The alerts of a patient as their clocks stand at a moment. They run on the server's clock, at both ends. */
export function alertsAt(state: PatientState, now: Instant): readonly AlertClock[] {
  return all(state, 'MicrobiologyAlert').map(({ data: { number, organism }, recordedAt: raisedAt }) => {
    const known = all(state, 'MicrobiologyAlertAcknowledged').find(({ data }) => data.number === number)?.recordedAt;
    const dueAt = new Date(Date.parse(raisedAt) + ALERT_ACKNOWLEDGED_WITHIN_HOURS * 3_600_000).toISOString();
    const isOverdue = (known ?? now) > dueAt;
    return { number, organism, raisedAt, dueAt, ...(known === undefined ? {} : { acknowledgedAt: known }), isOverdue };
  });
}
