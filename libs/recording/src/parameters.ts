import { Code, SiteCode, Whole } from '@bali/http';
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

/** A concomitant treatment of a patient in a path. */
export class ConcomitantTreatmentParameter extends PatientParameter {
  @Whole({ description: "the treatment's number for this patient, from 1", min: 1, max: 10_000, fromText: true })
  readonly number!: number;
}

/** A requested annulment of a patient's entries in a path. */
export class AnnulmentRequestParameter extends PatientParameter {
  @Code({
    description: 'id of the event by which the annulment was asked for',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
  })
  readonly request!: string;
}

/** A query of a patient in a path. */
export class QueryParameter extends PatientParameter {
  @Whole({ description: "the query's number for this patient, from 1", min: 1, max: 100_000, fromText: true })
  readonly number!: number;
}

/** An erratum of a patient's record in a path. */
export class ErratumParameter extends PatientParameter {
  @Code({
    description: 'id of the erratum',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
  })
  readonly erratum!: string;
}

/** A microbiology alert of a patient in a path. */
export class AlertParameter extends PatientParameter {
  @Whole({ description: "the alert's number for this patient, from 1", min: 1, max: 1_000, fromText: true })
  readonly number!: number;
}
