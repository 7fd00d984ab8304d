import { defineEvent, digest, forSites, line, siteCode, uuid, words } from '@bali/schema';
import { Type } from 'typebox';

/** Somebody gets a calendar of visits that a calendar program fetches by a token of its own. The token itself is kept nowhere. */
export const CalendarFeedIssued = defineEvent('CalendarFeedIssued', {
  schemaVersion: 1,
  about: 'a calendar of visits was issued, which a calendar program fetches by a token of its own',
  data: {
    feed: uuid('id of the calendar'),
    tokenHash: digest('SHA-256 of the token'),
    role: line('the role in which it was asked for: it is empty once the person does not hold it any more'),
    sites: Type.Array(siteCode, { description: 'only visits at these sites; none: at all of the role' }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/feed', '/tokenHash', '/role', '/sites'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'IssueCalendarFeed', action: 'issue-calendar-feed' },
  sentence: ({ feed, role, sites }) =>
    `was issued the calendar of visits ${feed} in the role ${words(role)}${forSites(sites)}`,
  sample: {
    feed: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    tokenHash: '5f'.repeat(32),
    role: 'study-coordinator',
    sites: ['REI'],
  },
});
