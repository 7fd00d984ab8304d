import { patientOfStream } from '@bali/trial';
import type { PlacedRecord } from '../formats/format.js';
import {
  idOf,
  patientReference,
  recordIdentifier,
  reference,
  type Resource,
  resource,
  standardConcept,
  SYSTEM,
} from './fhir.js';

/** What a record did: a correction and an annulment are about another record. */
function doneBy({ record }: PlacedRecord): {
  readonly action: 'C' | 'U' | 'D';
  readonly operation: string;
  readonly about: string;
} {
  const data = record.data as { readonly correctedEvent?: string; readonly annulledEvent?: string };
  if (record.type === 'DataCorrected')
    return { action: 'U', operation: 'UPDATE', about: data.correctedEvent ?? record.id };
  // An erratum changes nothing, and stands beside the entry that it is about.
  if (record.type === 'Erratum') return { action: 'C', operation: 'APPEND', about: data.correctedEvent ?? record.id };
  if (record.type === 'EntryAnnulled')
    return { action: 'D', operation: 'NULLIFY', about: data.annulledEvent ?? record.id };
  return { action: 'C', operation: 'CREATE', about: record.id };
}

/** Every event of the ledger, as an entry of the audit trail. */
export function auditEvent(placed: PlacedRecord): Resource {
  const { position, record } = placed;
  const { actor, recordedAt, reasonCode } = record.metadata;
  const { action, about } = doneBy(placed);
  const patient = patientOfStream(record.stream);
  return resource('AuditEvent', idOf('event', String(position)), {
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    subtype: [{ system: `${SYSTEM}:event`, code: record.type }],
    ...{ action, recorded: recordedAt, outcome: '0', outcomeDesc: reasonCode },
    agent: [
      {
        ...{ who: reference('Practitioner', idOf(actor.userId)), name: actor.name, requestor: true },
        role: [{ coding: [{ system: `${SYSTEM}:role`, code: actor.role }] }],
      },
    ],
    source: { site: `trial/${position}`, observer: { display: 'BALI' } },
    entity: [
      { what: { identifier: recordIdentifier(about) }, name: record.type },
      ...(patient === undefined ? [] : [{ what: patientReference(patient) }]),
    ],
  });
}

/** That a record was signed, corrected or annulled; nothing of others. */
export function provenance(placed: PlacedRecord): Resource | undefined {
  const { position, record } = placed;
  const { actor, recordedAt, signature, reasonCode } = record.metadata;
  const { action, operation, about } = doneBy(placed);
  if (action === 'C' && signature === undefined) return undefined;
  const who = reference('Practitioner', idOf(actor.userId));
  return resource('Provenance', idOf('event', String(position)), {
    ...{ target: [{ identifier: recordIdentifier(about) }], recorded: recordedAt, agent: [{ who }] },
    activity: standardConcept('v3-DataOperation', operation),
    reason: reasonCode === undefined ? [] : [{ text: reasonCode }],
    signature: signature === undefined ? [] : [signatureOf(signature, who)],
  });
}

interface Signed {
  readonly meaning: string;
  readonly signedAt: string;
  readonly contentHash: string;
}

/** Its data is the hash of what was signed, which the ledger keeps with it. */
function signatureOf({ meaning, signedAt, contentHash }: Signed, who: object): object {
  return {
    type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: meaning }],
    ...{ when: signedAt, who, sigFormat: 'text/plain', data: Buffer.from(contentHash, 'utf8').toString('base64') },
  };
}
