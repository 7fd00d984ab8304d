import { PatientCode } from '@bali/http';

/** A patient in a path. */
export class PatientParameter {
  @PatientCode({ description: "the patient's code" })
  readonly patient!: string;
}
