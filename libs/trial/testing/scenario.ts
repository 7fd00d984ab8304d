import assert from 'node:assert/strict';
import { SAMPLE_TEXT_HASH } from '@bali/schema';
import {
  type CorrectPatientData,
  decidePatient,
  decideTrial,
  type Decision,
  type PatientCommand,
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
  readonly limitsOf?: PatientContext['limitsOf'];
  /** Who gives the command: the user id. */
  readonly by?: string;
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

type AnyPatientCommand = PatientCommand | CorrectPatientData;

/** Given these events of a patient (and of the trial: its sites open), a command can be tried. */
export function given(events: readonly DecidedEvent[], trial: readonly DecidedEvent[] = trialHistory()) {
  return {
    when: (command: AnyPatientCommand, circumstances: Circumstances = {}): Outcome =>
      new Outcome(
        decidePatient(command, patientStateOf(events), { ...contextOf(circumstances), trial: trialStateOf(trial) }),
      ),
  };
}

/** Given these events of the trial as a whole, a command can be tried. */
export function givenTrial(events: readonly DecidedEvent[]) {
  return {
    when: (command: TrialCommand, circumstances: Circumstances = {}): Outcome =>
      new Outcome(decideTrial(command, trialStateOf(events), contextOf(circumstances))),
  };
}

function contextOf({ now = LONG_AFTER, reason = SAMPLE_TEXT_HASH, patients, limitsOf, by }: Circumstances) {
  return {
    now,
    ...(by === undefined ? {} : { by }),
    ...(reason === null ? {} : { reason }),
    ...(patients === undefined ? {} : { patients }),
    ...(limitsOf === undefined ? {} : { limitsOf }),
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
