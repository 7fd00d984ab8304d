import { ROLE_IDS } from '@bali/access';
import { OneOf, PatientCode, SiteCode, Text, Whole } from '@bali/http';
import { WORK_KINDS, WORK_STANDINGS, type WorkKind, type WorkStanding } from '@bali/projections';
import { QUERY_STATUSES, type QueryStatus } from '@bali/trial';
import { AtLeastQuery } from '../at-least.dto.js';
import { DEVIATION_KINDS } from './deviation-answers.js';

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

class PagedBySite extends AtLeastQuery {
  @SiteCode({ description: 'only patients of this site', optional: true })
  readonly site?: string;

  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({
    description: 'about this number of items on a page: it ends with a patient. Default: 50',
    ...{ min: 1, max: 200, fromText: true, optional: true },
  })
  readonly limit?: number;
}

export class DeviationListQuery extends PagedBySite {
  @OneOf({ description: 'only deviations of this kind', of: DEVIATION_KINDS, optional: true })
  readonly kind?: string;

  @OneOf({ description: 'only those that the sponsor has assessed, or has not', of: ['yes', 'no'], optional: true })
  readonly assessed?: 'yes' | 'no';
}

export class WorkListQuery extends PagedBySite {
  @OneOf({ description: 'only work of this kind', of: WORK_KINDS, optional: true })
  readonly what?: WorkKind;

  @OneOf({ description: 'only work that stands so', of: WORK_STANDINGS, optional: true })
  readonly standing?: WorkStanding;
}
