import type { AnnulmentOrder } from '../annulments/decide-annulment.js';
import type { CorrectionRequest } from '../correction.js';
import type { TrialErratumOrder } from '../errata/decide-trial-errata.js';
import { TRIAL_EVENTS } from './trial-events.js';

type Definition = (typeof TRIAL_EVENTS)[keyof typeof TRIAL_EVENTS];
export type TrialCommandType = Definition['command']['name'];

/** What can be asked for about the trial as a whole: with what is entered and nothing that is computed. */
export interface RecordTrialEvent {
  readonly type: TrialCommandType;
  /** The data of the event without its computed fields; whatever it is, it is held to the event's schema. */
  readonly data: object;
}

export interface CorrectTrialData {
  readonly type: 'CorrectTrialData';
  readonly data: CorrectionRequest;
}

/** Annuls entries about the trial or a site. */
export interface AnnulTrialEntries {
  readonly type: 'AnnulTrialEntries';
  readonly data: AnnulmentOrder;
}

/** Says, after the unblinding of the trial, what was wrong in the locked entries about the trial or a site. */
export interface RecordTrialErratum {
  readonly type: 'RecordTrialErratum';
  readonly data: TrialErratumOrder;
}

export type TrialCommand = RecordTrialEvent | CorrectTrialData | AnnulTrialEntries | RecordTrialErratum;

const DEFINITIONS: ReadonlyMap<string, Definition> = new Map(
  Object.values(TRIAL_EVENTS).map((definition) => [definition.command.name, definition]),
);

/** The event that a command asks for. */
export function trialEventAskedFor(type: TrialCommandType): Definition {
  const definition = DEFINITIONS.get(type);
  if (definition === undefined) throw new Error(`no event of the trial is asked for by ${type}`);
  return definition;
}
