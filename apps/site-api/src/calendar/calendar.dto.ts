import { Code, SiteCode } from '@bali/http';
import { ApiProperty } from '@nestjs/swagger';

export class CalendarFeedDto {
  @SiteCode({ description: 'only visits at this site. Default: at all sites of the role', optional: true })
  readonly site?: string;
}

/** A calendar that was issued: its token is shown once. */
export class CalendarFeedAnswer {
  @ApiProperty({ description: 'id of the calendar: what it is revoked by' })
  readonly feed: string;

  @ApiProperty({ description: 'the path of the calendar, with its token: it is shown once, and kept nowhere' })
  readonly path: string;

  constructor(feed: string, token: string) {
    this.feed = feed;
    this.path = `/v1/calendars/${token}`;
  }
}

export class FeedParameter {
  @Code({
    description: 'id of the calendar',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: 'the id of a calendar',
  })
  readonly feed!: string;
}

export class TokenParameter {
  @Code({ description: 'the token of the calendar', pattern: '^[A-Za-z0-9_-]{1,100}$', called: 'a token' })
  readonly token!: string;
}
