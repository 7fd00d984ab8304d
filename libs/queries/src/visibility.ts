import { isSiteRole, type Person, requireOwnSite } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import { textHashesOf } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import type { ShowText } from '@bali/schema';

/** The site of a patient whom this person may see. @throws AnotherSite */
export function ownSiteOf(person: Person, patient: string): string {
  const site = siteOfPatient(patient);
  requireOwnSite(person, site);
  return site;
}

/**
 * The sites whose patients a person may see, of those asked for; `undefined`: all sites.
 * @throws AnotherSite
 */
export function visibleSites(person: Person, site?: string): readonly string[] | undefined {
  if (site === undefined) return isSiteRole(person.role) ? person.sites : undefined;
  requireOwnSite(person, site);
  return [site];
}

/** Each free text of these records by the hash that stands for it, as it may be shown. */
export function shownTexts(records: readonly LedgerRecord[], show: ShowText): Readonly<Record<string, string>> {
  return Object.fromEntries(records.flatMap(textHashesOf).map((hash) => [hash, show(hash)]));
}
