import { type CalendarDate, dateAt, plusDays, type Site } from '@bali/protocol';
import type { RandomizedPatient } from './course.js';
import type { Draft } from './draft.js';
import { plusMinutes } from './moments.js';
import { OPENINGS } from './people.js';

const FIRST_FORM = { version: '1.0' } as const;

/** A new form for all sites: who is followed up by then signs it at the next visit. */
export const NEW_FORM = {
  version: '2.0',
  approvedByEthicsCommitteeOn: '2011-02-08',
  approvedByAuthorityOn: '2011-02-15',
  inForceFrom: '2011-03-01',
} as const;

const DAYS_FROM_APPROVAL_TO_OPENING = 10;

/** What is in force at a site from its opening. */
export function firstVersions(openedOn: CalendarDate): readonly object[] {
  const approvedByEthicsCommitteeOn = plusDays(openedOn, -2 * DAYS_FROM_APPROVAL_TO_OPENING);
  const approvedByAuthorityOn = plusDays(openedOn, -DAYS_FROM_APPROVAL_TO_OPENING);
  const approved = { approvedByEthicsCommitteeOn, approvedByAuthorityOn, inForceFrom: openedOn };
  return [
    { document: 'protocol', version: '1.0', ...approved },
    { document: 'consent-form', ...FIRST_FORM, ...approved },
  ];
}

/** The sites that are open when the new form comes into force. */
export function sitesOfNewForm(): readonly Site[] {
  return OPENINGS.filter(({ openedOn }) => openedOn < NEW_FORM.inForceFrom).map(({ site }) => site);
}

/** The consent that a patient who signed the first form renews at the first visit after the new one came into force. */
export function renewedConsent({ site, consentedOn }: RandomizedPatient, visits: readonly Draft[]): readonly Draft[] {
  if (consentedOn >= NEW_FORM.inForceFrom) return [];
  const visit = visits.find(({ at }) => dateAt(at, site.timeZone) >= NEW_FORM.inForceFrom);
  if (visit === undefined || !('assessedOn' in visit.body)) return [];
  const renewedOn = visit.body.assessedOn as CalendarDate;
  if (renewedOn < NEW_FORM.inForceFrom) return [];
  const to = ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'];
  const body = { renewedOn, informationVersion: NEW_FORM.version, to, why: 'new-form' };
  return [
    { name: 'renewed-consent', at: plusMinutes(visit.at, 5), by: 'investigator', path: 'consent-renewals', body },
  ];
}

/** The form that is in force on a day. */
export function formOn(date: CalendarDate): string {
  return date < NEW_FORM.inForceFrom ? FIRST_FORM.version : NEW_FORM.version;
}
