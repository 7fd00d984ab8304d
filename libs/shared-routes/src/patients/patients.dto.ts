import { Code, OneOf, SiteCode, Text, Whole } from '@bali/http';
import { PATIENT_STATUSES, type PatientStatus } from '@bali/trial';
import { AtLeastQuery } from '../at-least.dto.js';

export class PatientListQuery extends AtLeastQuery {
  @SiteCode({ description: 'only patients of this site', optional: true })
  readonly site?: string;

  @OneOf({ description: 'only patients who stand here', of: PATIENT_STATUSES, optional: true })
  readonly status?: PatientStatus;

  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'patients on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;
}

export class FieldHistoryQuery extends AtLeastQuery {
  @Code({
    description: 'only fields of this event',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
    optional: true,
  })
  readonly event?: string;

  @Code({
    description: 'only this field: a JSON pointer',
    pattern: '^(/[A-Za-z0-9]{1,60}){1,6}$',
    called: 'a JSON pointer',
    optional: true,
  })
  readonly field?: string;
}
