import { REVIEW_VERDICTS } from '@bali/access';
import type { Handled } from '@bali/commands';
import type { Page, ReviewMade, TrailReviewView } from '@bali/queries';
import { instant, oneOf, patientCode, record, siteCode } from '@bali/schema';
import {
  actor,
  count,
  type DocumentedAnswer,
  eventIdentifier,
  pageOf,
  place,
  recordedAt,
  text,
} from '@bali/shared-routes';
import { CHECK_GROUPS, type Found, REVIEW_THRESHOLDS, reviewThresholds, TRAIL_CHECKS } from '@bali/trail-review';
import { Type } from 'typebox';

const optional = Type.Optional;
const ledger = oneOf('the ledger', ['trial', 'access']);

const review = record({
  event: eventIdentifier('of the event that says so'),
  check: text('the check'),
  from: optional(instant('the beginning of the period; absent: the beginning of the trial')),
  before: instant('the end of the period'),
  counted: place('how many records the check pointed at in that period, then'),
  treeSize: place('how many events the trial ledger had'),
  verdict: oneOf('what was concluded', REVIEW_VERDICTS),
  records: optional(Type.Array(record({ ledger, position: place('from 0') }))),
  findings: optional(text('what was found, in words; absent: nothing was said, or it was erased')),
  person: actor,
  recordedAt,
});

const EXAMPLE_REVIEW: ReviewMade = {
  event: '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a',
  check: 'late-entries',
  before: '2011-03-01T00:00:00.000Z',
  ...{ counted: 2, treeSize: 683, verdict: 'explained', findings: 'The site was closed for a week.' },
  person: { userId: 'm.petit', name: 'Marie Petit', role: 'monitor', organisation: 'CHU de Reims' },
  recordedAt: '2011-03-02T09:05:12.318Z',
};

const thresholds = record(
  Object.fromEntries(Object.entries(REVIEW_THRESHOLDS).map(([name, { meaning }]) => [name, count(meaning)])),
  'the numbers at which the checks begin to point at something, as they are configured',
);

const check = record({
  id: text('the check'),
  group: oneOf('its group', CHECK_GROUPS),
  title: text('in a few words'),
  says: text('what it points at, as a sentence with the thresholds'),
  ledgers: Type.Array(ledger),
  count: place('how many records it points at'),
  looked: place('how many records it looked at'),
  trend: Type.Array(record({ month: text('such as 2011-03'), count: place('pointed at'), looked: place('looked at') })),
  bySite: Type.Array(record({ site: siteCode, count: place('pointed at') })),
  lastReview: optional(review),
});

/** What the API says of the checks: a check without the functions that compute it. */
export interface TrailReviewAnswer extends Omit<TrailReviewView, 'checks'> {
  readonly checks: readonly object[];
}

export function answered({ thresholds, checks, ...view }: TrailReviewView): TrailReviewAnswer {
  return {
    ...{ ...view, thresholds },
    checks: checks.map(({ check: { id, group, title, says, ledgers }, ...result }) => ({
      ...{ id, group, title, says: says(thresholds), ledgers },
      ...result,
    })),
  };
}

export const TRAIL_REVIEW_ANSWER: DocumentedAnswer<TrailReviewAnswer> = {
  description: 'The checks that the reader may see',
  schema: record({
    treeSize: place('how many events of the trial ledger were looked at'),
    now: instant('as of when'),
    thresholds,
    checks: Type.Array(check),
  }),
  example: answered({
    ...{ treeSize: 683, now: '2011-03-02T09:05:12.318Z', thresholds: reviewThresholds() },
    checks: TRAIL_CHECKS.filter(({ id }) => id === 'late-entries').map((late) => ({
      check: late,
      ...{ count: 2, looked: 148, lastReview: EXAMPLE_REVIEW },
      trend: [{ month: '2011-02', count: 2, looked: 148 }],
      bySite: [{ site: 'REI', count: 2 }],
    })),
  }),
};

export const FOUND_ANSWER: DocumentedAnswer<Page<Found>> = {
  description: 'The records, the oldest first',
  schema: pageOf(
    record({
      ledger,
      position: place('in the ledger, from 0'),
      event: eventIdentifier('of the event'),
      type: text('type of event'),
      recordedAt,
      person: text('the user id of whoever recorded it'),
      role: text('in which role'),
      patient: optional(patientCode),
      site: optional(siteCode),
      field: optional(text('the corrected field, where it is a correction: a JSON pointer')),
      note: text('what there is to look at'),
    }),
  ),
  example: {
    items: [
      {
        ...{ ledger: 'trial', position: 127, event: '0d9b4f3c-51c0-5f0e-8a86-2a4b8c1f7e55', type: 'FollowUpAssessed' },
        ...{ recordedAt: '2011-02-21T09:05:12.318Z', person: 'c.martin', role: 'investigator' },
        ...{ patient: 'REI-001', site: 'REI', note: 'Recorded 12 days after it happened.' },
      },
    ],
  },
};

export const REVIEWS_ANSWER: DocumentedAnswer<readonly ReviewMade[]> = {
  description: 'The reviews, the newest first',
  schema: Type.Array(review),
  example: [EXAMPLE_REVIEW],
};

export const REVIEW_RECORDED: DocumentedAnswer<Pick<Handled, 'position' | 'events'>> = {
  description: 'It is recorded',
  schema: record({
    position: Type.Integer({ description: 'of the event in the access ledger', minimum: -1 }),
    events: Type.Array(eventIdentifier('of the event')),
  }),
  example: { position: 412, events: ['6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a'] },
};
