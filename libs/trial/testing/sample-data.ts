import {
  type PatientData,
  type PatientEventType,
  PATIENT_EVENTS,
  type RedactionEvent,
  TextRedacted,
  TRIAL_EVENTS,
  type TrialData,
  type TrialEvent,
} from '@bali/trial';

function samplesOf(events: Readonly<Record<string, { readonly sample: unknown }>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(events).map(([type, { sample }]) => [type, sample]));
}

/** Plausible data for each event of a patient, and plausible together: consent in March 2026, 6 months in September. */
export const SAMPLE_DATA = samplesOf(PATIENT_EVENTS) as { readonly [Type in PatientEventType]: PatientData<Type> };

/** Plausible data for each event of the trial as a whole. */
export const SAMPLE_TRIAL_DATA = samplesOf(TRIAL_EVENTS) as {
  readonly [Type in TrialEvent['type']]: TrialData<Type>;
};

/** A redaction with plausible data. */
export const SAMPLE_REDACTION = { TextRedacted: TextRedacted.sample as RedactionEvent['data'] };
