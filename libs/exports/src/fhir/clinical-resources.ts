import type { Subject } from '../model/subject.js';
import type { Domain, DomainRow } from '../sdtm/domain.js';
import { AE, CE, MH } from '../sdtm/events.js';
import { CV, DD, FA, LB, QS, RS, SS } from '../sdtm/findings.js';
import { BS, CP, GF } from '../sdtm/materials.js';
import { CM, EC, PR } from '../sdtm/interventions.js';
import { SV } from '../sdtm/sv-ie.js';
import {
  concept,
  idOf,
  patientReference,
  recordIdentifier,
  reference,
  type Resource,
  resource,
  standardConcept,
  SYSTEM,
  withoutNothing,
} from './fhir.js';

/** A row of a domain on its way to a resource. */
interface Given {
  readonly patient: string;
  readonly row: DomainRow;
  readonly domain: string;
  /** Whether the entry was annulled. */
  readonly isStruck: boolean;
}

const ERROR = 'entered-in-error';

interface About {
  readonly id: string;
  readonly identifier: readonly object[];
}

function about({ row, domain }: Given): About {
  const [record = ''] = row.entry.split('#');
  return { id: idOf(...row.entry.split('#'), domain), identifier: [recordIdentifier(record)] };
}

const AFTER_THE_LOCK = {
  tag: [{ system: `${SYSTEM}:lock`, code: 'after-the-lock', display: 'Recorded after the lock of the database' }],
};

/** What was recorded after the lock is marked, since it is outside of the locked analysis. */
function marked(one: Resource | undefined, { supplemental }: DomainRow): readonly Resource[] {
  if (one === undefined) return [];
  return [supplemental?.['AFTERLCK'] === 'Y' ? { ...one, meta: AFTER_THE_LOCK } : one];
}

function period(start: unknown, end: unknown): object | undefined {
  return start === undefined && end === undefined ? undefined : withoutNothing({ start, end });
}

function observation(given: Given): Resource {
  const { patient, row, domain, isStruck } = given;
  const { id, identifier } = about(given);
  const of = (name: string) => row.values[`${domain}${name}`];
  const numeric = of('STRESN');
  const value =
    numeric === undefined
      ? { valueString: of('STRESC') }
      : { valueQuantity: withoutNothing({ value: numeric, unit: of('STRESU') }) };
  const absent = of('STAT') === undefined ? undefined : { text: String(of('REASND') ?? 'NOT DONE') };
  return resource('Observation', id, {
    ...{ identifier, status: isStruck ? ERROR : 'final', code: concept('test', of('TESTCD'), String(of('TEST'))) },
    ...{ subject: patientReference(patient), effectiveDateTime: of('DTC') },
    ...(absent === undefined ? value : { dataAbsentReason: absent }),
    bodySite:
      row.values[`${domain}LAT`] === undefined ? undefined : { text: `${String(row.values[`${domain}LAT`])} LEG` },
  });
}

function procedure(given: Given): Resource {
  const { patient, row, domain, isStruck } = given;
  const { id, identifier } = about(given);
  const of = (name: string) => row.values[`${domain}${name}`];
  const isDone = of('OCCUR') !== 'N';
  return resource('Procedure', id, {
    ...{ identifier, status: isStruck ? ERROR : isDone ? 'completed' : 'not-done' },
    ...{ code: concept('procedure', of('TRT')), category: concept('procedure-category', of('CAT')) },
    ...{ subject: patientReference(patient), performedDateTime: of('STDTC') },
    statusReason: of('REASOC') === undefined ? undefined : { text: String(of('REASOC')) },
    reasonCode: of('INDC') === undefined ? [] : [{ text: String(of('INDC')) }],
    bodySite: of('LAT') === undefined ? [] : [{ text: `${String(of('LAT'))} LEG` }],
  });
}

function condition(given: Given): Resource | undefined {
  const { patient, row, domain, isStruck } = given;
  const { id, identifier } = about(given);
  const of = (name: string) => row.values[`${domain}${name}`];
  // What was asked for and was not there is no condition of the patient.
  if (of('OCCUR') === 'N' || of('STAT') !== undefined) return undefined;
  return resource('Condition', id, {
    ...{ identifier, code: concept('condition', of('TERM')), subject: patientReference(patient) },
    verificationStatus: standardConcept('condition-ver-status', isStruck ? ERROR : 'confirmed'),
    clinicalStatus: isStruck ? undefined : standardConcept('condition-clinical', 'active'),
    ...{ onsetDateTime: of('STDTC'), recordedDate: of('DTC') },
  });
}

const OUTCOMES: Readonly<Record<string, string>> = {
  'RECOVERED/RESOLVED': 'resolved',
  'RECOVERING/RESOLVING': 'recovering',
  'NOT RECOVERED/NOT RESOLVED': 'ongoing',
  'RECOVERED/RESOLVED WITH SEQUELAE': 'resolvedWithSequelae',
  FATAL: 'fatal',
  UNKNOWN: 'unknown',
};

/** What a coder has made of it stands as a further code: the dictionary is named, and its terms are not shipped. */
function coded(said: object | undefined, term: unknown, { supplemental = {} }: DomainRow): object | undefined {
  if (said === undefined || term === undefined) return said;
  const { coding } = said as { readonly coding: readonly object[] };
  const system = `${SYSTEM}:dictionary`;
  const further = { system, version: supplemental['AEDICT'], code: supplemental['AECODE'], display: term };
  return { ...said, coding: [...coding, further] };
}

/** An adverse event has no status: what was annulled is left out, and a Provenance tells of it. */
function adverseEvent(given: Given): Resource | undefined {
  if (given.isStruck) return undefined;
  const { id, identifier } = about(given);
  const { values } = given.row;
  const { AETERM, AEDECOD, AESEV, AESER, AEREL, AEOUT, AESTDTC } = values;
  return resource('AdverseEvent', id, {
    ...{ identifier: identifier[0], actuality: 'actual', subject: patientReference(given.patient) },
    ...{ event: coded(concept('adverse-event', AETERM), AEDECOD, given.row), date: AESTDTC },
    seriousness: standardConcept('adverse-event-seriousness', AESER === 'Y' ? 'serious' : 'non-serious'),
    severity: AESEV === undefined ? undefined : standardConcept('adverse-event-severity', String(AESEV).toLowerCase()),
    outcome: standardConcept('adverse-event-outcome', OUTCOMES[String(AEOUT)] ?? 'unknown'),
    suspectEntity: AEREL === undefined ? [] : [{ instance: { display: String(AEREL) } }],
    study: [reference('ResearchStudy', 'study')],
  });
}

function medication(given: Given): Resource {
  const { id, identifier } = about(given);
  const { CMTRT, CMCAT, CMSTDTC, CMENDTC, CMRSDISC } = given.row.values;
  const status = given.isStruck ? ERROR : CMENDTC === undefined ? 'active' : 'completed';
  return resource('MedicationStatement', id, {
    ...{
      identifier,
      status,
      medicationCodeableConcept: { text: String(CMTRT) },
      category: concept('treatment', CMCAT),
    },
    ...{ subject: patientReference(given.patient), effectivePeriod: period(CMSTDTC, CMENDTC) },
    statusReason: CMRSDISC === undefined ? [] : [{ text: String(CMRSDISC) }],
  });
}

function encounter(given: Given): Resource {
  const { id, identifier } = about(given);
  const { VISIT, SVOCCUR, SVSTDTC, SVENDTC, SVREASOC } = given.row.values;
  const status = given.isStruck ? ERROR : SVOCCUR === 'N' ? 'cancelled' : 'finished';
  return resource('Encounter', id, {
    ...{ identifier, status, class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' } },
    ...{ type: [concept('visit', VISIT)], subject: patientReference(given.patient), period: period(SVSTDTC, SVENDTC) },
    reasonCode: SVREASOC === undefined ? [] : [{ text: String(SVREASOC) }],
  });
}

/** Which resource the rows of a domain become. */
const OF_DOMAINS: readonly (readonly [Domain, (given: Given) => Resource | undefined])[] = [
  [SV, encounter],
  [PR, procedure],
  [EC, procedure],
  [MH, condition],
  [CE, condition],
  [AE, adverseEvent],
  [CM, medication],
  ...[CV, DD, FA, LB, QS, RS, SS, BS, CP, GF].map((domain) => [domain, observation] as const),
];

/** What happened to a subject, with what was annulled marked as entered in error. */
export function clinicalResources(subject: Subject): readonly Resource[] {
  const { patient, state } = subject;
  const struck: Subject = { ...subject, state: { entries: state.struck ?? [] }, materials: [] };
  const given = (of: Subject, isStruck: boolean) =>
    OF_DOMAINS.flatMap(([domain, written]) =>
      domain.rowsOf(of).flatMap((row) => marked(written({ patient, row, domain: domain.dataset.name, isStruck }), row)),
    );
  return [...given(subject, false), ...given(struck, true)];
}
