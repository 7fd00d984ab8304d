import { permits, type Person } from '@bali/access';
import { type BlindingData, type BlindingState, SEALED_STREAM } from '@bali/blinding';
import { dateAt, isInTheFuture, TRIAL } from '@bali/protocol';
import { isUnblinded, type Refusal, refusal, TRIAL_STREAM } from '@bali/trial';
import type { AskedBy } from '../disclosures/allocations.js';
import type { SealedReadings } from '../disclosures/sealed-readings.js';
import type { Given } from '../intake/command-intake.js';
import type { Clock } from '../loop/command.js';
import type { CommandHandler } from '../loop/command-handler.js';
import { CommandRefused } from '../loop/errors.js';
import type { Streams } from '../streams.js';
import { type OpenRecordClock, openRecordClocks } from './open-record-clocks.js';

/** What came of a serious adverse event in an open record. */
export type OpenRecordReport = BlindingData<'OpenRecordReported'>;

export interface OpenRecordReportsOptions {
  /** Of the sealed ledger. */
  readonly handler: CommandHandler;
  readonly streams: Pick<Streams, 'trials' | 'blinding'>;
  readonly readings: SealedReadings;
  readonly now: Clock;
}

/** A clock is reminded of from this time before its end. */
const REMINDED_BEFORE_MS = 3 * 86_400_000;
const READING = { what: 'open-record-clocks' } as const;

/**
 * The clocks of serious adverse events that stand in open records alone, for the unblinded safety officer: which run, until when, and what
 * came of them. That they are read is recorded before.
 */
export class OpenRecordReports {
  readonly #options: OpenRecordReportsOptions;

  constructor(options: OpenRecordReportsOptions) {
    this.#options = options;
  }

  /** Those first that end first; those that are met come last. @throws CommandRefused `trial-not-unblinded` */
  async clocks(asked: AskedBy): Promise<readonly OpenRecordClock[]> {
    await this.#requireReader(asked.person);
    await this.#options.readings.record(asked, READING);
    return openRecordClocks((await this.#options.streams.blinding.load(SEALED_STREAM)).state);
  }

  /** The number of clocks that have ended, or end within three days. */
  async due(asked: AskedBy): Promise<number> {
    const now = this.#options.now().getTime();
    const clocks = await this.clocks(asked);
    return clocks.filter(({ dueAt, metAt }) => metAt === undefined && Date.parse(dueAt) - now <= REMINDED_BEFORE_MS)
      .length;
  }

  /** @param given with texts that are sealed. @returns the id of the record. @throws as {@link CommandHandler.handle} */
  async report(made: OpenRecordReport, given: Given): Promise<string> {
    const { handler, streams } = this.#options;
    const { events } = await handler.handle<BlindingState>({
      ...given,
      streams: streams.blinding,
      stream: () => SEALED_STREAM,
      decide: (state, { now }) => {
        const refused = refusedReport(made, state, now);
        return refused === undefined ? { events: [{ type: 'OpenRecordReported', data: made }] } : { refusal: refused };
      },
    });
    return events[0] ?? '';
  }

  /** The sponsor and the analysis read them once the trial is unblinded. */
  async #requireReader({ role }: Person): Promise<void> {
    if (permits(role, 'document-case-outcome') || permits(role, 'read-cells')) return;
    const { state } = await this.#options.streams.trials.load(TRIAL_STREAM);
    if (!isUnblinded(state)) throw new CommandRefused(refusal('trial-not-unblinded', 'The trial is not unblinded.'));
  }
}

function refusedReport(made: OpenRecordReport, state: BlindingState, now: string): Refusal | undefined {
  const clocks = openRecordClocks(state).filter(
    ({ record, patient }) => record === made.record && patient === made.patient,
  );
  if (clocks.length === 0) {
    const sentence = 'No clock runs for this open record: look at the list of clocks, where each names its record.';
    return refusal('event-unknown', sentence, '/record');
  }
  if (isInTheFuture(made.concludedOn, now, dateAt(now, TRIAL.timeZone))) {
    return refusal('in-the-future', `${made.concludedOn} is in the future.`, '/concludedOn');
  }
  return undefined;
}
