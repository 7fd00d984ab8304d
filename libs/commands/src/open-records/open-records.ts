import { giverOf, permits, type Person } from '@bali/access';
import { type BlindingData, type BlindingState, SEALED_STREAM } from '@bali/blinding';
import type { Actor } from '@bali/ledger';
import { dateAt, isInTheFuture, TRIAL } from '@bali/protocol';
import {
  all,
  type DecisionContext,
  isUnblinded,
  patientStream,
  type Refusal,
  refusal,
  SITE_HOURS,
  TRIAL_STREAM,
} from '@bali/trial';
import type { AskedBy } from '../disclosures/allocations.js';
import type { SealedReadings } from '../disclosures/sealed-readings.js';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import { CommandRefused } from '../loop/errors.js';
import type { Streams } from '../streams.js';
import type { SealedTexts } from '../texts/sealed-texts.js';

/** What is recorded of a patient: exactly one group, and perhaps a text. */
export type OpenRecord = BlindingData<'OpenRecordMade'>;

/** An open record as it is shown to those who may know it. */
export interface ShownOpenRecord extends Omit<OpenRecord, 'patient'> {
  readonly id: string;
  readonly recordedBy: Actor;
  readonly recordedAt: string;
  /** Of a serious adverse event: until when it had to be recorded. */
  readonly dueAt?: string;
  /** Present if it was recorded after that. */
  readonly isLate?: true;
  /** The record that took it back: it counts no more. Absent: it stands. */
  readonly takenBackBy?: string;
}

export interface OpenRecordsOptions {
  /** Of the sealed ledger. */
  readonly handler: CommandHandler;
  readonly streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>;
  readonly readings: SealedReadings;
  readonly texts: Pick<SealedTexts, 'opened'>;
}

/**
 * What happens to a patient because of the arm, from a planned unblinding on until the trial is unblinded. It stands in the sealed ledger
 * alone; whether it may be recorded is decided on the trial ledger alone.
 */
export class OpenRecords {
  readonly #options: OpenRecordsOptions;

  constructor(options: OpenRecordsOptions) {
    this.#options = options;
  }

  /** @param given with texts that are sealed. @returns the id of the record. @throws as {@link CommandHandler.handle} */
  async record(made: OpenRecord, given: Given): Promise<string> {
    const { handler, streams } = this.#options;
    const { events } = await handler.handle<BlindingState>({
      ...given,
      streams: streams.blinding,
      stream: () => SEALED_STREAM,
      decide: async (state, context) => {
        const refused = (await this.#refused(made, context)) ?? refusedTakingBack(made, state, context);
        return refused === undefined ? { events: [{ type: 'OpenRecordMade', data: made }] } : { refusal: refused };
      },
    });
    return events[0] ?? '';
  }

  /** In the order in which they were made. That they are read is recorded before. @throws CommandRefused */
  async of(patient: string, asked: AskedBy): Promise<readonly ShownOpenRecord[]> {
    const { streams, readings, texts } = this.#options;
    const refused = await this.#refusedToRead(patient, asked.person);
    if (refused !== undefined) throw new CommandRefused(refused);
    await readings.record(asked, { what: 'open-records', patient });
    const { openRecords, redacted } = (await streams.blinding.load(SEALED_STREAM)).state;
    const own = openRecords.filter(({ data }) => data.patient === patient);
    return Promise.all(
      own.map(async ({ id, data: { patient: _, text, ...said }, metadata }) => {
        const { actor, recordedAt } = metadata;
        const takenBackBy = own.find(({ data }) => data.takenBack?.record === id)?.id;
        return {
          ...{ id, recordedBy: actor, recordedAt, ...said },
          ...(text === undefined ? {} : { text: await texts.opened(text, redacted) }),
          ...clockOf(said, recordedAt),
          ...(takenBackBy === undefined ? {} : { takenBackBy }),
        };
      }),
    );
  }

  /** Whoever may know every arm reads all; for its analysis, the trial has to be unblinded. */
  async #refusedToRead(patient: string, person: Person): Promise<Refusal | undefined> {
    if (permits(person.role, 'read-cells')) return undefined;
    if (!permits(person.role, 'read-allocations')) return this.#refusedTo(patient, giverOf(person));
    const { state: trial } = await this.#options.streams.trials.load(TRIAL_STREAM);
    return isUnblinded(trial) ? undefined : refusal('trial-not-unblinded', 'The trial is not unblinded.');
  }

  async #refused({ patient, ...groups }: OpenRecord, context: DecisionContext): Promise<Refusal | undefined> {
    const { state: trial } = await this.#options.streams.trials.load(TRIAL_STREAM);
    if (isUnblinded(trial)) {
      const sentence = 'The trial is unblinded: record it where everybody records it.';
      return refusal('trial-already-unblinded', sentence);
    }
    return (await this.#refusedTo(patient, context)) ?? refusedAsFuture(groups, context.now);
  }

  /** Whoever was told the arm as planned, with whichever account. */
  async #refusedTo(
    patient: string,
    { by = '', otherAccounts = [] }: Pick<DecisionContext, 'by' | 'otherAccounts'>,
  ): Promise<Refusal | undefined> {
    const { state } = await this.#options.streams.patients.load(patientStream(patient));
    const isTold = all(state, 'PatientUnblinded').some(
      ({ data: { kind, shownTo } }) => kind === 'planned' && [by, ...otherAccounts].includes(shownTo),
    );
    if (isTold) return undefined;
    const sentence =
      'You were not told the arm of this patient as planned: record what happened where everybody records it.';
    return refusal('arm-not-told', sentence);
  }
}

function clockOf(
  { adverseEvent }: Pick<OpenRecord, 'adverseEvent'>,
  recordedAt: string,
): Pick<ShownOpenRecord, 'dueAt' | 'isLate'> {
  if (adverseEvent === undefined || adverseEvent.seriousness.length === 0) return {};
  const dueAt = new Date(Date.parse(adverseEvent.awareAt) + SITE_HOURS * 3_600_000).toISOString();
  return { dueAt, ...(recordedAt > dueAt ? { isLate: true } : {}) };
}

function refusedAsFuture(
  { treatment, adverseEvent, followUp }: Omit<OpenRecord, 'patient'>,
  now: string,
): Refusal | undefined {
  const moments: readonly (readonly [field: string, when: string | undefined])[] = [
    ['/treatment/treatedAt', treatment?.treatedAt],
    ['/adverseEvent/startedOn', adverseEvent?.startedOn],
    ['/adverseEvent/awareAt', adverseEvent?.awareAt],
    ['/followUp/seenOn', followUp?.seenOn],
  ];
  const future = moments.find(
    ([, when]) => when !== undefined && isInTheFuture(when, now, dateAt(now, TRIAL.timeZone)),
  );
  return future && refusal('in-the-future', `${future[1] ?? ''} is in the future.`, future[0]);
}

/** A record is taken back once, by somebody who may record. */
function refusedTakingBack(
  { patient, takenBack }: OpenRecord,
  { openRecords }: BlindingState,
  { reason }: DecisionContext,
): Refusal | undefined {
  if (takenBack === undefined) return undefined;
  const own = openRecords.filter(({ data }) => data.patient === patient);
  const field = '/takenBack/record';
  if (!own.some(({ id, data }) => id === takenBack.record && data.takenBack === undefined)) {
    return refusal('event-unknown', 'There is no such open record of this patient.', field);
  }
  if (own.some(({ data }) => data.takenBack?.record === takenBack.record)) {
    return refusal(
      'already-annulled',
      'This open record is taken back already. What is true is recorded again.',
      field,
    );
  }
  return reason === undefined ? refusal('reason-missing', 'Say why it is taken back.', '/reason') : undefined;
}
