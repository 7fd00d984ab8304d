import { Code } from '@bali/http';
import { PatientParameter } from '../patients/patient-parameter.js';

/** An event of a patient in a path. */
export class PatientEventParameter extends PatientParameter {
  @Code({
    description: 'id of the event',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
  })
  readonly event!: string;
}
