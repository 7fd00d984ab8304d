export { after, annulmentAskedFor, annulmentConfirmed, clinicalOf } from './annulments.js';
export { arbitraryLongAttempts, arbitraryPatientAttempts, arbitraryTrialCommands } from './arbitrary-attempts.js';
export { commandFor, trialCommandFor } from './commands.js';
export { holdsOfEach } from './holds-of-each.js';
export { patientEvent, patientHistory, STEPS, trialEvent, trialHistory } from './histories.js';
export { arbitrarySlips, decided, everySlip, lastAnnulled, playedWith, type Slip, wrongOn } from './put-right.js';
export { patientStateOf, recordId, recordsOf, trialStateOf } from './records.js';
export { SAMPLE_DATA, SAMPLE_REDACTION, SAMPLE_TRIAL_DATA } from './sample-data.js';
export {
  annulment,
  type Circumstances,
  correction,
  entriesOf,
  given,
  givenTrial,
  LONG_AFTER,
  Outcome,
  trialAnnulment,
  trialCorrection,
} from './scenario.js';
