import type { Person } from '@bali/access';
import { Action, CurrentPerson, OpenToAnyone, Origin, type RequestOrigin, TakesLong } from '@bali/http';
import { CalendarFeeds } from '@bali/queries';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CalendarFeedAnswer, CalendarFeedDto, FeedParameter, TokenParameter } from './calendar.dto.js';

/** Calendars of visits for calendar programs. */
@ApiTags('Sessions')
@Controller()
export class CalendarController {
  readonly #feeds: CalendarFeeds;

  constructor(@Inject(CalendarFeeds) feeds: CalendarFeeds) {
    this.#feeds = feeds;
  }

  @ApiOperation({
    summary: 'Issues a calendar of visits, which a calendar program fetches by a token of its own',
    description:
      'It shows codes of patients and days of visits, and nothing else. That it is issued is in the access ledger.',
  })
  @ApiCreatedResponse({ type: CalendarFeedAnswer })
  @Post('calendar-feeds')
  @Action('issue-calendar-feed')
  async issueCalendarFeed(
    @Body() { site }: CalendarFeedDto,
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<CalendarFeedAnswer> {
    const { feed, token } = await this.#feeds.issue({ person, ...origin }, site);
    return new CalendarFeedAnswer(feed, token);
  }

  @ApiOperation({ summary: 'Revokes a calendar of visits: it is empty from now on' })
  @ApiNoContentResponse()
  @Post('calendar-feeds/:feed/revocation')
  @HttpCode(204)
  @Action('issue-calendar-feed')
  revokeCalendarFeed(
    @Param() { feed }: FeedParameter,
    @Body() _: CalendarFeedDto,
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.#feeds.revoke({ person, ...origin }, feed);
  }

  @ApiOperation({
    summary: 'The calendar of a token (RFC 5545)',
    description:
      'It is empty where the token is unknown or revoked, or where its holder does not hold the role any more.',
  })
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  @Get('calendars/:token')
  @OpenToAnyone('a calendar program has no token of a session, but the token in the address')
  @TakesLong()
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'no-store')
  readCalendar(@Param() { token }: TokenParameter): Promise<string> {
    return this.#feeds.calendar(token);
  }
}
