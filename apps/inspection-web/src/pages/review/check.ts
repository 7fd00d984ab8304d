import type { ReviewMade } from '@bali/queries';

/** A computed check of the audit trail, as the server says it. */
export interface CheckView {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly says: string;
  readonly ledgers: readonly string[];
  /** How many records it points at, of how many that it looked at. */
  readonly count: number;
  readonly looked: number;
  readonly trend: readonly { readonly month: string; readonly count: number; readonly looked: number }[];
  readonly bySite: readonly { readonly site: string; readonly count: number }[];
  readonly lastReview?: ReviewMade;
}

export interface ReviewOverview {
  readonly treeSize: number;
  readonly now: string;
  readonly checks: readonly CheckView[];
}

export const TRAIL_REVIEW = '/v1/audit-trail-review';

/** What is looked at: a period and a site, as the address of the page says. */
export interface Looked {
  readonly from: string | undefined;
  readonly before: string | undefined;
  readonly site: string | undefined;
}

export function lookedAt(query: URLSearchParams): Looked {
  const of = (name: string): string | undefined => query.get(name) ?? undefined;
  return { from: of('from'), before: of('before'), site: of('site') };
}
