import { defineEvent, uuid } from '@bali/schema';

/** From now on the calendar is empty, whoever has its token. */
export const CalendarFeedRevoked = defineEvent('CalendarFeedRevoked', {
  schemaVersion: 1,
  about: 'a calendar of visits was revoked',
  data: { feed: uuid('id of the calendar') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/feed'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RevokeCalendarFeed', action: 'issue-calendar-feed' },
  sentence: ({ feed }) => `revoked the calendar of visits ${feed}`,
  sample: { feed: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
});
