import { MAX_RECORDS_NAMED, REVIEW_VERDICTS, type ReviewVerdict } from '@bali/access';
import { Code, Instant, InstantOrDay, ListOf, OneOf, SiteCode, Text, Whole } from '@bali/http';
import { MAX_TEXT_LENGTH } from '@bali/ledger';
import { type ReviewedLedger, TRAIL_CHECKS } from '@bali/trail-review';

const CHECKS = TRAIL_CHECKS.map(({ id }) => id);
const LEDGERS = ['trial', 'access'] as const;

export class CheckParameter {
  @Code({
    description: 'the check',
    pattern: '^[a-z][a-z0-9-]{0,63}$',
    called: 'a check, such as late-entries',
    example: 'late-entries',
  })
  readonly check!: string;
}

/** Which of the records that a check points at are asked for. */
export class FoundQuery {
  @InstantOrDay({ description: 'recorded at this moment or later', meant: 'beginning', optional: true })
  readonly from?: string;

  @InstantOrDay({ description: 'recorded before this moment', meant: 'beginning', optional: true })
  readonly before?: string;

  @SiteCode({ description: 'only what is about this site', optional: true })
  readonly site?: string;
}

export class FoundPageQuery extends FoundQuery {
  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'records on a page. Default: 50', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;
}

export class ReviewsQuery {
  @OneOf({ description: 'only reviews of this check', of: CHECKS, optional: true })
  readonly check?: string;
}

export class NamedRecordDto {
  @OneOf({ description: 'the ledger', of: LEDGERS, example: 'trial' })
  readonly ledger!: ReviewedLedger;

  @Whole({ description: 'the place of the record, from 0', min: 0, max: Number.MAX_SAFE_INTEGER, example: 127 })
  readonly position!: number;
}

export class ReviewDto {
  @Instant({ description: 'the beginning of the period; absent: the beginning of the trial', optional: true })
  readonly from?: string;

  @Instant({ description: 'the end of the period, which is over', example: '2011-03-01T00:00:00.000Z' })
  readonly before!: string;

  @OneOf({ description: 'what is concluded', of: REVIEW_VERDICTS, example: 'explained' })
  readonly verdict!: ReviewVerdict;

  @Text({
    description:
      'what was found, in words; a free text: keep names out of it. It may be absent where nothing was found',
    ...{
      max: MAX_TEXT_LENGTH,
      optional: true,
      example: 'The site was closed for a week; it has entered all of it since.',
    },
  })
  readonly findings?: string;

  @ListOf(() => NamedRecordDto, {
    description: 'the records that have to be followed up',
    ...{ min: 1, max: MAX_RECORDS_NAMED, optional: true },
  })
  readonly records?: readonly NamedRecordDto[];
}
