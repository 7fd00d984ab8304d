import { defineEvent, instant, oneOf, record, whole } from '@bali/schema';
import { Type } from 'typebox';

/** What a reviewer concludes of what a check points at. */
export const REVIEW_VERDICTS = ['nothing-found', 'explained', 'to-be-followed-up'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

/** Number of records that a review names, at most. */
export const MAX_RECORDS_NAMED = 100;

const VERDICT_IN_WORDS: Readonly<Record<ReviewVerdict, string>> = {
  'nothing-found': 'there was nothing to find',
  explained: 'what was found is explained',
  'to-be-followed-up': 'what was found has to be followed up',
};

/**
 * Somebody looked at what a check of the audit trail points at, and concluded something. What they found stands in the reason, which
 * is kept beside the ledger, so that it can be erased. It stands in the stream of their own account.
 */
export const AuditTrailReviewed = defineEvent('AuditTrailReviewed', {
  schemaVersion: 1,
  about: 'what a computed check of the audit trail points at was reviewed',
  data: {
    check: Type.String({ description: 'the check', pattern: '^[a-z][a-z0-9-]{0,63}$' }),
    from: Type.Optional(instant('the beginning of the period that was reviewed; absent: the beginning of the trial')),
    before: instant('the end of the period that was reviewed'),
    counted: whole('how many records the check pointed at in that period', 0, Number.MAX_SAFE_INTEGER),
    treeSize: whole('how many events the trial ledger had', 0, Number.MAX_SAFE_INTEGER),
    verdict: oneOf('what was concluded', REVIEW_VERDICTS),
    records: Type.Optional(
      Type.Array(
        record({
          ledger: oneOf('the ledger', ['trial', 'access']),
          position: whole('the place of the record, from 0', 0, Number.MAX_SAFE_INTEGER),
        }),
        { description: 'the records that have to be followed up', minItems: 1, maxItems: MAX_RECORDS_NAMED },
      ),
    ),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/check', '/from', '/before', '/counted', '/treeSize', '/verdict', '/records'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReviewAuditTrail', action: 'document-audit-trail-review' },
  sentence: ({ check, from, before, counted, treeSize, verdict, records = [] }) =>
    `reviewed the check “${check}” of the audit trail ${from === undefined ? 'until' : `from ${from} until`} ${before}, which ` +
    `pointed at ${counted} records as of ${treeSize} events: ${VERDICT_IN_WORDS[verdict]}` +
    (records.length === 0 ? '' : ` (${records.map(({ ledger, position }) => `${ledger} ${position}`).join(', ')})`),
  sample: {
    check: 'late-entries',
    from: '2026-02-01T00:00:00.000Z',
    before: '2026-03-01T00:00:00.000Z',
    counted: 2,
    treeSize: 683,
    verdict: 'to-be-followed-up',
    records: [{ ledger: 'trial', position: 127 }],
  },
});
