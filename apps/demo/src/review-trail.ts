import { createInspectionApi } from '@bali-app/inspection-api';
import { InspectionApi } from '@bali/client';
import { DEFAULT_LOG_HOST } from '@bali/installation';
import type { DemoSessions } from './accounts/demo-sessions.js';
import { MONITOR } from './cohort/people.js';
import { asDemo, ofThisHistory, type RequestIds } from './demo-requests.js';
import type { DemoInstallation } from './play-demo.js';

/** What the monitor looks at, and concludes. */
const REVIEWS = [
  {
    check: 'late-entries',
    verdict: 'explained',
    findings: 'the sites that entered late were asked, and have said why',
  },
  { check: 'bulk-verification', verdict: 'nothing-found' },
] as const;

export interface TrailReviewing {
  readonly installation: DemoInstallation;
  readonly sessions: Pick<DemoSessions, 'passwordOf'>;
  readonly requests: RequestIds;
  /** The end of the period that is reviewed. */
  readonly before: string;
  /** What the keys of the commands begin with. */
  readonly key: string;
}

/**
 * When all is played, the monitor reviews the audit trail by what the computed checks point at, through the inspection API. A review that
 * was recorded before is answered again.
 * @throws Refused when a review is not recorded
 */
export async function reviewTrail({ installation, sessions, requests, before, key }: TrailReviewing): Promise<void> {
  const inspection = await createInspectionApi({ ...installation, logHost: DEFAULT_LOG_HOST, packagesKept: 1 });
  try {
    await inspection.app.listen(0, '127.0.0.1');
    const open = new InspectionApi(asDemo(await inspection.app.getUrl()));
    const credentials = { userId: MONITOR.userId, password: sessions.passwordOf(MONITOR) };
    const signingIn = open.signIn(credentials, { requestId: requests.next() });
    const { api } = await ofThisHistory(signingIn, 'the monitor cannot sign in');
    for (const { check, ...said } of REVIEWS) {
      const own = `${key}/review-of-${check}`;
      const reviewed = api.post('/v1/audit-trail-review/checks/{check}/reviews', {
        ...{ params: { path: { check } }, body: { before, ...said } },
        ...{ key: own, requestId: requests.of(own) },
      });
      await ofThisHistory(reviewed, `the review of ${check} was refused`);
    }
  } finally {
    await inspection.close();
  }
}
