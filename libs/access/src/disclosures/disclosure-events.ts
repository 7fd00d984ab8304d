import { describeEvent, eventFields, type EventOf } from '@bali/schema';
import { LEDGERS } from '@bali/ledger';
import { Type } from 'typebox';

const { oneOf, patientCode, record, siteCode, whole } = eventFields;

/**
 * What was shown to somebody that not everybody may see: the one stream `disclosures`. Written before it is shown. It says
 * which kind of thing it was, and never what stood there.
 */
export const DISCLOSURE_EVENTS = {
  SealedDataRead: describeEvent(
    'SealedDataRead',
    'somebody read data that would unblind',
    record({
      what: Type.String({
        description: 'the kind of data, the same whichever arm a patient is in',
        pattern: '^[a-z][a-z0-9-]{0,63}$',
      }),
      patient: Type.Optional(patientCode),
    }),
  ),
  PackageExported: describeEvent(
    'PackageExported',
    'an inspection package was made, or begun to be made',
    record({
      ledger: oneOf('the ledger', LEDGERS as readonly ['trial', ...(typeof LEDGERS)[number][]]),
      treeSize: whole('how many events it holds', 0, Number.MAX_SAFE_INTEGER),
      root: Type.String({ description: 'the root over them, SHA-256', pattern: '^[0-9a-f]{64}$' }),
      texts: oneOf('whether free texts are in it', ['included', 'withheld']),
      package: Type.String({ description: 'identifier of the package', format: 'uuid' }),
    }),
  ),
  CertifiedCopyMade: describeEvent(
    'CertifiedCopyMade',
    'a certified copy of the records of a site was made for the site to keep',
    record({
      site: siteCode,
      treeSize: whole('how many events the trial ledger had', 0, Number.MAX_SAFE_INTEGER),
      root: Type.String({ description: 'the root over them, SHA-256', pattern: '^[0-9a-f]{64}$' }),
      events: whole('how many of them are in the copy', 0, Number.MAX_SAFE_INTEGER),
      manifest: Type.String({
        description: 'SHA-256 of its manifest, which says which copy it was, to the byte',
        pattern: '^[0-9a-f]{64}$',
      }),
    }),
  ),
  SealedPackageExported: describeEvent(
    'SealedPackageExported',
    'an inspection package of the sealed ledger was made, or begun to be made',
    record({
      texts: oneOf('whether free texts are in it', ['included', 'withheld']),
      package: Type.String({ description: 'identifier of the package', format: 'uuid' }),
    }),
  ),
} as const;

/** What an inspection package is of. */
export interface ExportedPackage {
  readonly ledger: (typeof LEDGERS)[number];
  readonly treeSize: number;
  readonly root: string;
  readonly texts: 'included' | 'withheld';
  /** Identifier of the package. */
  readonly package: string;
}

/**
 * The event that says that a package is made. Of the sealed ledger it says neither size nor root: who reads the access ledger
 * could see from them how much was recorded between two packages, and so whose cells were thawed.
 */
export function packageExported(exported: ExportedPackage): DisclosureEvent {
  if (exported.ledger !== 'sealed') return { type: 'PackageExported', data: exported };
  const { texts, package: id } = exported;
  return { type: 'SealedPackageExported', data: { texts, package: id } };
}

export type DisclosureEvent = EventOf<(typeof DISCLOSURE_EVENTS)[keyof typeof DISCLOSURE_EVENTS]>;

export const DISCLOSURES_STREAM = 'disclosures';
