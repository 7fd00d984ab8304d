export { arbitraryPatientAttempts, arbitraryTrialCommands, type Attempt } from './arbitrary-attempts.js';
export { commandFor, trialCommandFor } from './commands.js';
export {
  type CourseOptions,
  type CourseStep,
  patientEvent,
  patientHistory,
  STEPS,
  trialEvent,
  trialHistory,
} from './histories.js';
export { patientStateOf, recordId, type RecordOptions, recordsOf, SAMPLE_ACTOR, trialStateOf } from './records.js';
export { SAMPLE_DATA, SAMPLE_REDACTION, SAMPLE_TRIAL_DATA, SAMPLES } from './sample-data.js';
export { type Circumstances, correction, given, givenTrial, LONG_AFTER, Outcome, trialCorrection } from './scenario.js';
