import { CalendarDate, OneOf, SiteCode, Whole } from '@bali/http';
import { AtLeastQuery } from '../at-least.dto.js';

export class ListingQuery extends AtLeastQuery {
  @Whole({
    description: 'the index of the last event that counts. Default: the last event that there is',
    ...{ min: 0, max: Number.MAX_SAFE_INTEGER, fromText: true, optional: true },
  })
  readonly position?: number;

  @SiteCode({ description: 'only patients of this site', optional: true })
  readonly site?: string;

  @OneOf({ description: 'only serious ones, or only the others', of: ['yes', 'no'], optional: true })
  readonly serious?: 'yes' | 'no';
}

export class AnnualQuery {
  @CalendarDate({ description: 'the first day of the year that is reported', example: '2011-06-01' })
  readonly from!: string;
}
