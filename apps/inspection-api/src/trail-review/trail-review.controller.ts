import type { Person } from '@bali/access';
import { commandIdentifier, type Handled, type Invocation } from '@bali/commands';
import { Action, Command, CurrentInvocation, CurrentPerson, TakesLong } from '@bali/http';
import { Accounts } from '@bali/identity';
import { TRIAL } from '@bali/protocol';
import { type Page, type ReviewMade, TrailReviews } from '@bali/queries';
import { Answers } from '@bali/shared-routes';
import type { Found } from '@bali/trail-review';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  answered,
  FOUND_ANSWER,
  REVIEW_RECORDED,
  REVIEWS_ANSWER,
  TRAIL_REVIEW_ANSWER,
  type TrailReviewAnswer,
} from './trail-review-answers.js';
import { CheckParameter, FoundPageQuery, FoundQuery, ReviewDto, ReviewsQuery } from './trail-review.dto.js';

const identityOf = commandIdentifier(TRIAL.id);

/** The review of the audit trail by risk: what computed checks point at, and what was concluded. */
@ApiTags('Audit-trail review')
@Controller('audit-trail-review')
export class TrailReviewController {
  readonly #reviews: TrailReviews;
  readonly #accounts: Accounts;

  constructor(@Inject(TrailReviews) reviews: TrailReviews, @Inject(Accounts) accounts: Accounts) {
    this.#reviews = reviews;
    this.#accounts = accounts;
  }

  @ApiOperation({
    summary: 'The computed checks of the audit trail: how many records each points at, by month and by site',
    description:
      'Over the trial ledger, and over the access ledger for those who read the delegation log. The count and the trend are ' +
      'of the period and the site that are asked for.',
  })
  @Get()
  @Action('review-audit-trail')
  @TakesLong()
  @Answers(TRAIL_REVIEW_ANSWER)
  async readTrailReview(@CurrentPerson() person: Person, @Query() query: FoundQuery): Promise<TrailReviewAnswer> {
    return answered(await this.#reviews.overview(person, query));
  }

  @ApiOperation({ summary: 'How checks were reviewed: by whom, when, with which verdict' })
  @Get('reviews')
  @Action('review-audit-trail')
  @TakesLong()
  @Answers(REVIEWS_ANSWER)
  listTrailReviews(@CurrentPerson() person: Person, @Query() { check }: ReviewsQuery): Promise<readonly ReviewMade[]> {
    return this.#reviews.reviews(person, check);
  }

  @ApiOperation({
    summary: 'The records that a check points at',
    description: 'That a check points at a record says that somebody should look at it. It may well be right.',
  })
  @Get('checks/:check/records')
  @Action('review-audit-trail')
  @TakesLong()
  @Answers(FOUND_ANSWER)
  listFoundRecords(
    @CurrentPerson() person: Person,
    @Param() { check }: CheckParameter,
    @Query() query: FoundPageQuery,
  ): Promise<Page<Found>> {
    return this.#reviews.records(person, check, query);
  }

  @ApiOperation({
    summary: 'Records that what a check points at was reviewed',
    description: 'It is an event of the access ledger, and says how many records the check pointed at in that period.',
  })
  @Post('checks/:check/reviews')
  @Command('document-audit-trail-review')
  @ApiCreatedResponse({
    description: REVIEW_RECORDED.description,
    content: {
      'application/json': {
        schema: JSON.parse(JSON.stringify(REVIEW_RECORDED.schema)) as object,
        example: REVIEW_RECORDED.example,
      },
    },
  })
  async recordTrailReview(
    @CurrentInvocation() invocation: Invocation,
    @Param() { check }: CheckParameter,
    @Body() { findings, records, ...period }: ReviewDto,
  ): Promise<Pick<Handled, 'position' | 'events'>> {
    const { person } = invocation;
    const { from, before, verdict } = period;
    const counted = await this.#reviews.counted(person, check, { before, ...(from === undefined ? {} : { from }) });
    const named = records?.map(({ ledger, position }) => ({ ledger, position }));
    const review = {
      ...{ check, before, ...counted, verdict },
      ...(from === undefined ? {} : { from }),
      ...(named === undefined ? {} : { records: named }),
    };
    // What was found is kept apart, so that it can be erased: it is not hashed into the event.
    const body = { check, ...period, ...(named === undefined ? {} : { records: named }) };
    const repeatable = {
      ...identityOf({ ...invocation, userId: person.userId, body }),
      ...(findings === undefined ? {} : { reason: findings }),
    };
    const request = { review, isExplained: findings !== undefined };
    const { position, events } = await this.#accounts.recordReview(person, request, { asking: invocation, repeatable });
    return { position, events };
  }
}
