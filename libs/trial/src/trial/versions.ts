import type { CalendarDate } from '@bali/protocol';
import { entriesOfType, protocolVersions, type TrialEntry, type TrialState } from './trial-state.js';

/** The documents of which each site has a version in force. */
export const DOCUMENTS = ['protocol', 'consent-form'] as const;
export type Document = (typeof DOCUMENTS)[number];

type PutInForce = Extract<TrialEntry, { type: 'VersionPutInForce' }>['data'];

/** The versions of a document that came, or will come, into force at a site, in the order of their first days. */
export function putInForce(state: TrialState, document: Document, site: string): readonly PutInForce[] {
  return entriesOfType(state, 'VersionPutInForce')
    .map(({ data }) => data)
    .filter((one) => one.document === document && one.site === site)
    .toSorted((one, other) => (one.inForceFrom < other.inForceFrom ? -1 : Number(one.inForceFrom > other.inForceFrom)));
}

export function hasVersions(state: TrialState, document: Document, site: string): boolean {
  return putInForce(state, document, site).length > 0;
}

/**
 * The versions of the protocol that were in force at a site until a day, in the order in which they came into force. Where none
 * is recorded for the site, those of the trial hold there.
 */
export function protocolVersionsAt(state: TrialState, site: string | undefined, day: CalendarDate): readonly string[] {
  const atSite = putInForce(state, 'protocol', site ?? '');
  if (atSite.length === 0) return protocolVersions(state, day);
  return atSite.filter(({ inForceFrom }) => inForceFrom <= day).map(({ version }) => version);
}

export interface At {
  readonly document: Document;
  readonly site: string;
  readonly day: CalendarDate;
}

/** The version of a document that is in force at a site on a day; `undefined`: none is recorded. */
export function versionInForce(state: TrialState, { document, site, day }: At): string | undefined {
  return putInForce(state, document, site).findLast(({ inForceFrom }) => inForceFrom <= day)?.version;
}
