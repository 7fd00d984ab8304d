import { isSiteRole, mayKnowTextsOf, type Person, permits, requireOwnSite, worksAt } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import type { LedgerRecord } from '@bali/ledger';
import { showTexts, textHashesOf, withholdTexts } from '@bali/projections';
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

/**
 * How the free texts of these records are shown to a person: as they are, or withheld.
 * @param site where the records belong to one site, that site.
 */
export async function textsFor(
  trialLedger: Pick<EventStore, 'readTexts'>,
  person: Person,
  records: readonly LedgerRecord[],
  site?: string,
): Promise<ShowText> {
  const mayRead = permits(person.role, 'read-free-texts') && (site === undefined || worksAt(person, site));
  if (!mayRead) return withholdTexts;
  const withheld = new Set(records.filter((record) => !mayKnowTextsOf(person, record)).flatMap(textHashesOf));
  const hashes = records.flatMap(textHashesOf).filter((hash) => !withheld.has(hash));
  const show = showTexts(await trialLedger.readTexts(hashes));
  return (hash) => (withheld.has(hash) ? withholdTexts(hash) : show(hash));
}

/** Each free text of these records by the hash that stands for it, as it may be shown. */
export function shownTexts(records: readonly LedgerRecord[], show: ShowText): Readonly<Record<string, string>> {
  return Object.fromEntries(records.flatMap(textHashesOf).map((hash) => [hash, show(hash)]));
}
