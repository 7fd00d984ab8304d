import type { PlacedRecord } from '../formats/format.js';
import { element, escaped } from '../xml/xml.js';
import type { Referred } from '../records/referred.js';
import { locationOid, signatureOid, userOid } from './admin-data.js';

/** Stands where there is a reason of which nothing may be said but that there is one. */
const WITHHELD = 'A free text, which is not exported';

/** Who did what, where, when and why: the audit record of an element. @param by another user than the record's, if it was another's doing */
export function auditRecord({ position, record }: PlacedRecord, site: string | undefined, by?: string): string {
  const { actor, recordedAt, reason, reasonCode } = record.metadata;
  const why = reasonCode ?? (reason === undefined ? undefined : WITHHELD);
  return element(
    'AuditRecord',
    {},
    element('UserRef', { UserOID: userOid(by ?? actor.userId) }),
    element('LocationRef', { LocationOID: locationOid(site) }),
    element('DateTimeStamp', {}, escaped(recordedAt)),
    ...(why === undefined ? [] : [element('ReasonForChange', {}, escaped(why))]),
    element('SourceID', {}, `trial/${position}`),
  );
}

/** The signature of a record, if it has one. */
export function signatureOf({ record }: PlacedRecord, site: string | undefined, { meanings }: Referred): string {
  const { actor, signature } = record.metadata;
  if (signature === undefined) return '';
  return element(
    'Signature',
    {},
    element('UserRef', { UserOID: userOid(actor.userId) }),
    element('LocationRef', { LocationOID: locationOid(site) }),
    element('SignatureRef', { SignatureOID: signatureOid(meanings.indexOf(signature.meaning)) }),
    element('DateTimeStamp', {}, escaped(signature.signedAt)),
  );
}
