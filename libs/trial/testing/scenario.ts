import assert from 'node:assert/strict';
import { SAMPLE_TEXT_HASH } from '@bali/schema';
import {
  type AnyPatientCommand,
  type CorrectPatientData,
  decidePatient,
  decideTrial,
  type Decision,
  type DecisionContext,
  type PatientContext,
  type PatientsSignedOff,
  patientStream,
  type RefusalCode,
  REFUSALS,
  TRIAL_STREAM,
  type TrialCommand,
} from '@bali/trial';
import type { DecidedEvent } from '@bali/schema';
import { trialHistory } from './histories.js';
import { patientStateOf, recordId, trialStateOf } from './records.js';

/** What stands around a command; if not told, it comes long after everything, and with a reason. */
export interface Circumstances {
  readonly now?: string;
  /** The hash of a reason; `null`: none was given. */
  readonly reason?: string | null;
  /** How the sign-off of the patients stands, where the lock is decided on. */
  readonly patients?: PatientsSignedOff;
  /** The limits of eligibility that a version of the protocol brought. */
  readonly limitsOf?: NonNullable<PatientContext['limitsOf']>;
  /** The record of another patient, whom the command names. */
  readonly other?: NonNullable<PatientContext['other']>;
  /** Who gives the command: the user id. */
  readonly by?: string;
  /** Other accounts of that person. */
  readonly otherAccounts?: readonly string[];
  /** The role in which the command is given. */
  readonly role?: string;
  /** Whether that person was told the arm of any patient as planned. */
  readonly unblindedAsPlanned?: boolean;
  /** What this person may do. */
  readonly mayDo?: (action: string) => boolean;
  /** The annulled event in whose place the new one stands. */
  readonly replaces?: string;
  /** The edit checks that are overridden. */
  readonly despite?: readonly string[];
  /** The sites that had a patient. */
  readonly sitesWithPatients?: ReadonlySet<string>;
  /** The openings of cards by which their patient is randomized. */
  readonly cardsInUse?: ReadonlySet<string>;
  /** As of which events the data monitoring board was shown its tables. */
  readonly boardLooks?: ReadonlySet<number>;
}

export const LONG_AFTER = '2026-12-01T10:00:00.000Z';

/** What a command led to, and what is expected of it. */
export class Outcome<Code extends string = RefusalCode> {
  readonly decision: Decision;
  readonly #sources: Readonly<Record<string, string>>;

  /** @param sources of the rules of another room, besides those of the trial. */
  constructor(decision: Decision, sources: Readonly<Record<string, string>> = {}) {
    this.decision = decision;
    this.#sources = { ...REFUSALS, ...sources };
  }

  /** The events that were decided on, to the last field. */
  expectEvents(...events: readonly DecidedEvent[]): void {
    assert.deepEqual(this.decision, { events });
  }

  /** That the command was accepted. */
  expectAccepted(): void {
    assert.ok('events' in this.decision, JSON.stringify(this.decision));
  }

  /** Why it was refused, and, where told, which field was at fault. */
  expectRefusal(code: Code, field?: string): void {
    assert.ok('refusal' in this.decision, `accepted: ${JSON.stringify(this.decision)}`);
    const { refusal } = this.decision;
    assert.deepEqual([refusal.code, refusal.source], [code, this.#sources[code]], refusal.sentence);
    if (field !== undefined) assert.equal(refusal.field, field, refusal.sentence);
  }
}

/** Given these events of a patient (and of the trial: its sites open), a command can be tried. */
export function given(events: readonly DecidedEvent[], trial: readonly DecidedEvent[] = trialHistory()) {
  return {
    when: (command: AnyPatientCommand, circumstances: Circumstances = {}): Outcome => {
      const state = patientStateOf(events);
      // A randomization is on the day on which eligibility was confirmed: what comes long after that would be refused for it.
      const soonAfter = command.type === 'RandomizePatient' ? state.entries.at(-1)?.recordedAt : undefined;
      const context = contextOf({ ...(soonAfter === undefined ? {} : { now: soonAfter }), ...circumstances });
      return new Outcome(decidePatient(command, state, { ...context, trial: trialStateOf(trial) }));
    },
  };
}

/** Given these events of the trial as a whole, a command can be tried. */
export function givenTrial(events: readonly DecidedEvent[]) {
  return {
    when: (command: TrialCommand, circumstances: Circumstances = {}): Outcome =>
      new Outcome(decideTrial(command, trialStateOf(events), contextOf(circumstances))),
  };
}

function contextOf({
  now = LONG_AFTER,
  reason = SAMPLE_TEXT_HASH,
  ...others
}: Circumstances): Omit<Circumstances, 'reason' | 'now'> & DecisionContext {
  return {
    ...others,
    now,
    ...(reason === null ? {} : { reason }),
  };
}

/** The correction of a field of the first (or n-th) event of a type in these events; without a value, it is taken out. */
export function correction(
  events: readonly DecidedEvent[],
  type: string,
  field: string,
  newValue?: unknown,
  nth = 0,
): CorrectPatientData {
  return {
    type: 'CorrectPatientData',
    data: correctionRequest(patientStream('REI-001'), events, type, field, newValue, nth),
  };
}

/** The same for the events of the trial as a whole. */
export function trialCorrection(
  events: readonly DecidedEvent[],
  type: string,
  field: string,
  newValue?: unknown,
  nth = 0,
): TrialCommand {
  return { type: 'CorrectTrialData', data: correctionRequest(TRIAL_STREAM, events, type, field, newValue, nth) };
}

/** The annulment of the first event of each type in these events, or, as `[type, nth]`, of a later one. */
export function annulment(
  events: readonly DecidedEvent[],
  ...which: readonly (string | readonly [type: string, nth: number])[]
): AnyPatientCommand {
  return { type: 'AnnulEntries', data: { entries: entriesOf(patientStream('REI-001'), events, which) } };
}

/** The same for the events of the trial as a whole. */
export function trialAnnulment(
  events: readonly DecidedEvent[],
  ...which: readonly (string | readonly [type: string, nth: number])[]
): TrialCommand {
  return { type: 'AnnulTrialEntries', data: { entries: entriesOf(TRIAL_STREAM, events, which) } };
}

/** The ids of events among these: the first of a type, or the n-th. */
export function entriesOf(
  stream: string,
  events: readonly DecidedEvent[],
  which: readonly (string | readonly [type: string, nth: number])[],
): readonly string[] {
  return which.map((one) => {
    const [type, nth] = typeof one === 'string' ? [one, 0] : one;
    return correctionRequest(stream, events, type, '', undefined, nth).correctedEvent;
  });
}

function correctionRequest(
  stream: string,
  events: readonly DecidedEvent[],
  type: string,
  field: string,
  newValue: unknown,
  nth: number,
) {
  const [revision] = events.flatMap((event, index) => (event.type === type ? [index] : [])).slice(nth);
  if (revision === undefined) throw new Error(`there is no such ${type} to be corrected`);
  return { correctedEvent: recordId(stream, revision), field, ...(newValue === undefined ? {} : { newValue }) };
}
