import { dateAt, type Instant, type Site, SITES } from '@bali/protocol';
import type { Draft } from './draft.js';
import type { Recruited } from './recruitment.js';
import { plusMinutes } from './moments.js';

/** Where one patient goes, and when that is recorded. */
export interface Move {
  readonly to: Site;
  readonly at: Instant;
}

const DAY_MINUTES = 24 * 60;

/** The site that was opened first: it is open whenever another one is. */
const [REIMS] = SITES;

/** Somebody who lives far from a site goes on at Reims, after the first visit. @param course of a patient who is followed up. */
export function moveOf(
  site: Site,
  course: readonly Draft[],
): { readonly move: Move; readonly draft: Draft } | undefined {
  const visit = course.find(({ name }) => name === 'visit-M1');
  if (visit === undefined || REIMS === undefined || site.code === REIMS.code) return undefined;
  const at = plusMinutes(visit.at, 15);
  const body = { transferredOn: dateAt(at, site.timeZone), toSite: REIMS.code };
  return { move: { to: REIMS, at }, draft: { name: 'transfer', at, by: 'investigator', path: 'transfers', body } };
}

/** The site whose people record something of a patient at a moment. */
export function siteAt(site: Site, move: Move | undefined, at: Instant): Site {
  return move !== undefined && at > move.at ? move.to : site;
}

/** Two of those who were never randomized are one person, who came to the same site a second time. */
export function samePersonOf(
  recruited: readonly { readonly code: string; readonly patient: Recruited }[],
): { readonly code: string; readonly sameAs: string; readonly consent: object; readonly draft: Draft } | undefined {
  const excluded = recruited.filter(({ patient }) => patient.askedAt === undefined && isUncorrected(patient));
  for (const first of excluded) {
    const { site } = first.patient.candidate;
    const again = excluded.find(({ patient, code }) => patient.candidate.site === site && code > first.code);
    const last = again?.patient.enrolment.drafts.at(-1);
    if (again === undefined || last === undefined) continue;
    const at = plusMinutes(last.at, 3 * DAY_MINUTES);
    const body = { sameAs: first.code, knownOn: dateAt(at, site.timeZone) };
    const draft: Draft = { name: 'same-person', at, by: 'investigator', path: 'same-person', body };
    const { yearOfBirth, sex } = first.patient.enrolment.drafts[0]?.body as Readonly<Record<string, unknown>>;
    return { code: again.code, sameAs: first.code, consent: { yearOfBirth, sex }, draft };
  }
  return undefined;
}

function isUncorrected({ enrolment }: Recruited): boolean {
  return enrolment.drafts.every(({ corrects }) => corrects !== 'consent');
}
