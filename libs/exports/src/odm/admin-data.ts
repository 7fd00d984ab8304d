import { SIGNATURES, sitesOf } from '@bali/trial';
import type { ExportSource } from '../formats/format.js';
import type { Actor, Referred } from '../records/referred.js';
import { METADATA_VERSION_OID, studyOid } from '../define/oids.js';
import { element, escaped } from '../xml/xml.js';

const SPONSOR = 'SPONSOR';

const USER_TYPES: Readonly<Record<string, string>> = {
  investigator: 'Investigator',
  'study-coordinator': 'Investigator',
  'emergency-physician': 'Investigator',
  'cell-therapy-unit': 'Lab',
  'sponsor-coordinator': 'Sponsor',
  monitor: 'Sponsor',
  'data-manager': 'Sponsor',
  'safety-officer': 'Sponsor',
  'blinded-statistician': 'Sponsor',
  'unblinded-statistician': 'Sponsor',
  'unblinded-safety-officer': 'Sponsor',
};

export const userOid = (userId: string): string => `USR.${userId}`;
export const locationOid = (site: string | undefined): string => `LOC.${site ?? SPONSOR}`;
export const signatureOid = (place: number): string => `SD.${place + 1}`;

/** Every user, location and meaning of a signature to which the records refer. */
export function* adminData({ study, context }: ExportSource, { users, meanings, sites }: Referred): Generator<string> {
  const StudyOID = studyOid(study.trialId);
  for (const { userId, name, role, organisation } of [...users.values()].toSorted(byId)) {
    yield element(
      'User',
      { OID: userOid(userId), UserType: USER_TYPES[role] ?? 'Other' },
      element('LoginName', {}, escaped(userId)),
      element('DisplayName', {}, escaped(name)),
      element('FullName', {}, escaped(name)),
      element('Organization', {}, escaped(organisation)),
    );
  }
  const version = { StudyOID, MetaDataVersionOID: METADATA_VERSION_OID };
  const location = (oid: string, name: string, type: string, from: string): string =>
    element(
      'Location',
      { OID: oid, Name: name, LocationType: type },
      element('MetaDataVersionRef', { ...version, EffectiveDate: from }),
    );
  yield location(locationOid(undefined), 'Sponsor', 'Sponsor', context.asOf);
  const opened = new Map(sitesOf(context.trial).map((site) => [site.code, site]));
  for (const code of [...new Set([...opened.keys(), ...sites])].toSorted()) {
    const site = opened.get(code);
    const name = site === undefined ? code : `${site.name}, ${site.city}`;
    yield location(locationOid(code), name, 'Site', site?.open[0]?.from ?? context.asOf);
  }
  for (const [place, meaning] of meanings.entries()) {
    const source = Object.values(SIGNATURES).find((one) => one.meaning === meaning)?.source ?? '21 CFR 11.50';
    const attributes = { OID: signatureOid(place), Methodology: 'Electronic' };
    yield element(
      'SignatureDef',
      attributes,
      element('Meaning', {}, escaped(meaning)),
      element('LegalReason', {}, escaped(source)),
    );
  }
}

function byId(one: Actor, other: Actor): number {
  return one.userId < other.userId ? -1 : Number(one.userId > other.userId);
}
