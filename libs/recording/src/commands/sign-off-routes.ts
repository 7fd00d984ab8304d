import type { PatientEventType } from '@bali/trial';
import type { CommandRoute } from './command-route.js';

/** The row of a patient's routes by which an investigator signs the record. */
export const SIGN_OFF_ROUTES = {
  PatientSignedOff: {
    path: 'sign-off',
    tag: 'Signatures',
    operation: 'signOffPatient',
    summary: "Signs off a patient's record as it stands, once the participation has ended",
    description: 'It stands until anything of the patient is recorded or corrected. `If-Match` says what was reviewed.',
    body: 'SignOffDto',
  },
} satisfies Partial<Record<PatientEventType, CommandRoute>>;
