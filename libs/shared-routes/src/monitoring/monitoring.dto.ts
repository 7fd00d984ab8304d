import { ROLE_IDS } from '@bali/access';
import { OneOf, PatientCode, SiteCode, Text, Whole } from '@bali/http';
import { QUERY_STATUSES, type QueryStatus } from '@bali/trial';
import { AtLeastQuery } from '../at-least.dto.js';

export class QueryListQuery extends AtLeastQuery {
  @SiteCode({ description: 'only queries about patients of this site', optional: true })
  readonly site?: string;

  @PatientCode({ description: 'only queries about this patient', optional: true })
  readonly patient?: string;

  @OneOf({ description: 'only queries that stand so', of: QUERY_STATUSES, optional: true })
  readonly status?: QueryStatus;

  @OneOf({
    description: 'only queries that were raised in this role; `system`: by the software',
    of: [...ROLE_IDS, 'system'],
    optional: true,
  })
  readonly role?: string;

  @Whole({
    description: 'only queries that were raised at least this number of days ago',
    ...{ min: 0, max: 100_000, fromText: true, optional: true },
  })
  readonly minAgeDays?: number;

  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'queries on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;
}
