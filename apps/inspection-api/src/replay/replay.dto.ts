import { InstantOrDay, OneOf, SiteCode, Text, Whole, YesOrNo } from '@bali/http';
import { PATIENT_STATUSES, type PatientStatus } from '@bali/trial';

/** The moment of the past that is asked for; without either, the last event. */
export class AsOfQuery {
  @Whole({
    description: 'the state after the event at this position, from 0',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
    optional: true,
    example: 127,
  })
  readonly position?: number;

  @InstantOrDay({
    description: 'the state at this moment: after the last event recorded until then',
    meant: 'end',
    optional: true,
  })
  readonly instant?: string;
}

export class StateQuery extends AsOfQuery {
  @YesOrNo({
    description: 'whether the digest of the whole state is computed: it takes as long as a replay of the ledger',
    fromText: true,
    optional: true,
  })
  readonly digest?: boolean;
}

export class PatientsAsOfQuery extends AsOfQuery {
  @SiteCode({ description: 'only patients of this site', optional: true })
  readonly site?: string;

  @OneOf({ description: 'only patients who stood here then', of: PATIENT_STATUSES, optional: true })
  readonly status?: PatientStatus;

  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'patients on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;
}

export class StepsQuery {
  @Whole({ description: 'the first event, from 0', min: 0, max: Number.MAX_SAFE_INTEGER, fromText: true })
  readonly from!: number;

  @Whole({
    description: 'the last event. Default: the last event of the ledger',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
    optional: true,
  })
  readonly to?: number;

  @Whole({ description: 'steps on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;

  @YesOrNo({
    description: 'whether each step has the digest of the whole state after it; up to event 20,000',
    fromText: true,
    optional: true,
  })
  readonly digests?: boolean;
}

export class StepStreamQuery {
  @Whole({
    description: 'begins with this event; without it and without Last-Event-ID, with the first one',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
    optional: true,
  })
  readonly from?: number;
}
