import { AnotherSite, type Person, requireOwnSite, worksAt } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import { textHashesOf, type TrialStateQueries } from '@bali/projections';
import { siteOfPatient } from '@bali/protocol';
import type { ShowText } from '@bali/schema';
import { all, currentSite, evolvePatient, initialPatientState } from '@bali/trial';

/** Says where patients are, as far as the projections have come. */
export type WhereaboutsOf = Pick<TrialStateQueries, 'siteOf' | 'summary'>;

/** Whether a patient is, or would be, at a site of the person. */
export function isOwnPatient(person: Person, patient: string, whereabouts: Pick<WhereaboutsOf, 'siteOf'>): boolean {
  return worksAt(person, whereabouts.siteOf(patient) ?? siteOfPatient(patient));
}

/** Refuses a role held at sites a patient who is, or would be, at another one. @throws AnotherSite */
export function requireOwnPatient(person: Person, patient: string, whereabouts: Pick<WhereaboutsOf, 'siteOf'>): void {
  if (!isOwnPatient(person, patient, whereabouts)) throw new AnotherSite();
}

/** Refuses a patient who neither is nor was at a site of the person. @throws AnotherSite */
export function requireOnceOwnPatient(person: Person, patient: string, whereabouts: WhereaboutsOf): void {
  const summary = whereabouts.summary(patient);
  const former = summary?.formerSites?.map(({ site }) => site) ?? [];
  const sites = [summary?.site ?? siteOfPatient(patient), ...former];
  if (!sites.some((site) => worksAt(person, site))) throw new AnotherSite();
}

/**
 * What of a patient's record a person may see: the site where the patient is sees all of it; a site where the patient was, what was
 * recorded until it handed the patient over.
 * @param records the patient's stream, whole; none: there is no such patient, and the code alone decides.
 * @throws AnotherSite
 */
export function visiblePart(
  person: Person,
  patient: string,
  records: readonly LedgerRecord[],
): { readonly site: string; readonly records: readonly LedgerRecord[] } {
  const state = records.reduce(evolvePatient, initialPatientState);
  const now = currentSite(state) ?? siteOfPatient(patient);
  if (worksAt(person, now)) return { site: now, records };
  const handedOver = all(state, 'PatientTransferred').findLast(({ data }) => worksAt(person, data.fromSite));
  if (handedOver === undefined) throw new AnotherSite();
  return { site: handedOver.data.fromSite, records: records.slice(0, handedOver.revision + 1) };
}

/**
 * The sites whose patients a person may see, of those asked for; `undefined`: all sites.
 * @throws AnotherSite
 */
export function visibleSites(person: Person, site?: string): readonly string[] | undefined {
  if (site === undefined) return person.sites.length > 0 ? person.sites : undefined;
  requireOwnSite(person, site);
  return [site];
}

/** Of the texts of a record, those of which the hash stands in one part of an answer. */
export function textsWithin(part: object, texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const written = JSON.stringify(part);
  return Object.fromEntries(Object.entries(texts).filter(([hash]) => written.includes(hash)));
}

/** Each free text of these records by the hash that stands for it, as it may be shown. */
export function shownTexts(records: readonly LedgerRecord[], show: ShowText): Readonly<Record<string, string>> {
  return Object.fromEntries(records.flatMap(textHashesOf).map((hash) => [hash, show(hash)]));
}
