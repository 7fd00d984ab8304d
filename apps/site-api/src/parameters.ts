import { SiteCode, Whole } from '@bali/http';
import { PatientParameter } from '@bali/shared-routes';

export { PatientParameter };

/** A site in a path. */
export class SiteParameter {
  @SiteCode({ description: "the site's code" })
  readonly site!: string;
}

/** An adverse event of a patient in a path. */
export class AdverseEventParameter extends PatientParameter {
  @Whole({ description: "the adverse event's number for this patient, from 1", min: 1, max: 10_000, fromText: true })
  readonly number!: number;
}
