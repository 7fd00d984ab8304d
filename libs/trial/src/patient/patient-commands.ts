import type { CorrectionsRequest } from '../corrections/decide-corrections.js';
import type { AnnulmentOrder } from '../annulments/decide-annulment.js';
import type { ErratumOrder } from '../errata/decide-errata.js';
import type { CorrectRelease } from '../treatment/correct-release.js';
import { PATIENT_EVENTS } from './patient-events.js';

type Definition = (typeof PATIENT_EVENTS)[keyof typeof PATIENT_EVENTS];
export type PatientCommandType = Definition['command']['name'];

/** What can be asked for about one patient: in the imperative, with what is entered and nothing that is computed. */
export interface PatientCommand {
  readonly type: PatientCommandType;
  /** The data of the event without its computed fields; whatever it is, it is held to the event's schema. */
  readonly data: object;
}

export interface CorrectPatientData {
  readonly type: 'CorrectPatientData';
  readonly data: CorrectionsRequest;
}

/** Annuls entries that need nobody else to confirm it. */
export interface AnnulPatientEntries {
  readonly type: 'AnnulEntries';
  readonly data: AnnulmentOrder;
}

/** The cell therapy unit annuls what it recorded in both ledgers. Why is said in the sealed one. */
export interface AnnulUnitEntries {
  readonly type: 'AnnulUnitEntries';
  readonly data: AnnulmentOrder;
}

/** Confirms an annulment that an investigator asked for. */
export interface ConfirmAnnulment {
  readonly type: 'ConfirmAnnulment';
  readonly data: { readonly request: string };
}

/** Says after the unblinding of the trial what was wrong in the locked record. */
export interface RecordErratum {
  readonly type: 'RecordErratum';
  readonly data: ErratumOrder;
}

/** Everything that can be asked for about one patient. */
export type AnyPatientCommand =
  | PatientCommand
  | CorrectPatientData
  | CorrectRelease
  | AnnulPatientEntries
  | AnnulUnitEntries
  | ConfirmAnnulment
  | RecordErratum;

const DEFINITIONS: ReadonlyMap<string, Definition> = new Map(
  Object.values(PATIENT_EVENTS).map((definition) => [definition.command.name, definition]),
);

/** The event that a command asks for. */
export function eventAskedFor(type: PatientCommandType): Definition {
  const definition = DEFINITIONS.get(type);
  if (definition === undefined) throw new Error(`no event of a patient is asked for by ${type}`);
  return definition;
}
