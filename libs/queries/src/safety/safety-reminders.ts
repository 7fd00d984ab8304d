import type { Clock } from '@bali/commands';
import type { TrialStateQueries } from '@bali/projections';
import type { Instant } from '@bali/protocol';
import { safetyCasesOf, type SafetyClockKind, safetyClocksOf } from '@bali/trial';

/** That a clock ends soon, or has ended, of a case that is not closed. */
export interface SafetyReminder {
  readonly patient: string;
  readonly number: number;
  readonly clock: SafetyClockKind;
  readonly dueAt: Instant;
  readonly isOver: boolean;
}

/** A clock is reminded of from this time before its end. */
const REMINDED_BEFORE_MS = 3 * 86_400_000;
const ALL_CHARTS = 250;

/** The clocks of which a safety officer is reminded. They follow from the trial ledger alone. */
export class SafetyReminders {
  readonly #state: Pick<TrialStateQueries, 'charts'>;
  readonly #now: Clock;

  constructor(state: Pick<TrialStateQueries, 'charts'>, now: Clock) {
    this.#state = state;
    this.#now = now;
  }

  /** In the order in which they end. */
  due(): readonly SafetyReminder[] {
    const now = this.#now().getTime();
    const reminders: SafetyReminder[] = [];
    for (let after = ''; ;) {
      const charts = this.#state.charts({}, after, ALL_CHARTS);
      for (const { patient, state } of charts) {
        for (const found of safetyCasesOf(state)) {
          if (found.closed !== undefined || found.annulledAt !== undefined) continue;
          for (const { clock, dueAt, metAt } of safetyClocksOf(found)) {
            if (metAt !== undefined || Date.parse(dueAt) - now > REMINDED_BEFORE_MS) continue;
            reminders.push({ patient, number: found.number, clock, dueAt, isOver: Date.parse(dueAt) < now });
          }
        }
      }
      const last = charts.at(-1);
      if (last === undefined || charts.length < ALL_CHARTS) break;
      after = last.patient;
    }
    return reminders.toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : Number(one.dueAt > other.dueAt)));
  }
}
