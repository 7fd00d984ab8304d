import { patientOfStream } from '@bali/trial';
import { METADATA_VERSION_OID, studyOid } from '../define/oids.js';
import type { ExportFormat, ExportSource } from '../formats/format.js';
import { element, escaped, opening, XML_DECLARATION } from '../xml/xml.js';
import { type Referred, referredIn } from '../records/referred.js';
import { adminData } from './admin-data.js';
import { annotationLists } from './annotations.js';
import { allForms, formDefinitions, formOid } from './forms.js';
import { STUDY_EVENT_OID, Transactions } from './transactions.js';

function* metadata({ study }: ExportSource): Generator<string> {
  yield opening('Study', { OID: studyOid(study.trialId) });
  yield element(
    'GlobalVariables',
    {},
    element('StudyName', {}, escaped(study.acronym)),
    element('StudyDescription', {}, escaped(study.title)),
    element('ProtocolName', {}, escaped(study.trialId)),
  );
  yield opening('MetaDataVersion', {
    OID: METADATA_VERSION_OID,
    Name: `${study.acronym}, as of event ${study.position}`,
  });
  yield element(
    'Protocol',
    {},
    element('StudyEventRef', { StudyEventOID: STUDY_EVENT_OID, OrderNumber: 1, Mandatory: 'Yes' }),
  );
  yield element(
    'StudyEventDef',
    { OID: STUDY_EVENT_OID, Name: 'The record of a subject', Repeating: 'Yes', Type: 'Common' },
    ...allForms().map(({ type }) => element('FormRef', { FormOID: formOid(type), Mandatory: 'No' })),
  );
  yield* formDefinitions();
  yield annotationLists();
  yield '</MetaDataVersion></Study>\n';
}

async function* transactions(source: ExportSource, referred: Referred): AsyncGenerator<string> {
  const StudyOID = studyOid(source.study.trialId);
  const about = { StudyOID, MetaDataVersionOID: METADATA_VERSION_OID };
  const made = new Transactions(referred);
  yield opening('ReferenceData', about);
  for await (const placed of source.records()) {
    if (patientOfStream(placed.record.stream) === undefined) yield `${made.ofTrial(placed)}\n`;
  }
  yield `</ReferenceData>\n${opening('ClinicalData', about)}\n`;
  for await (const placed of source.records()) {
    if (patientOfStream(placed.record.stream) !== undefined) yield `${made.ofPatient(placed)}\n`;
  }
  yield '</ClinicalData>\n';
}

async function* document(source: ExportSource): AsyncGenerator<string> {
  const { trialId, position, recordedAt, root, software } = source.study;
  const referred = await referredIn(source.records());
  yield XML_DECLARATION;
  yield opening('ODM', {
    ...{
      xmlns: 'http://www.cdisc.org/ns/odm/v1.3',
      FileType: 'Transactional',
      Granularity: 'All',
      ODMVersion: '1.3.2',
    },
    ...{
      FileOID: `ODM.${trialId}.${position}`,
      CreationDateTime: recordedAt,
      AsOfDateTime: recordedAt,
      Originator: 'BALI',
    },
    ...{ SourceSystem: 'BALI', SourceSystemVersion: `${software.version} (${software.commit})` },
    Description: `Every event of the trial ledger up to event ${position}, with the root ${root}. Free texts stand as their SHA-256.`,
  });
  yield '\n';
  yield* metadata(source);
  yield opening('AdminData', { StudyOID: studyOid(trialId) });
  yield* adminData(source, referred);
  yield '</AdminData>\n';
  yield* transactions(source, referred);
  yield '</ODM>\n';
}

/** Every event of the trial ledger as a transaction: its author, its moment, its reason, its signature. */
export const ODM: ExportFormat = {
  title: 'CDISC ODM 1.3.2, with audit records, signatures and annotations',
  // It has the entries, which the same roles read one by one, and no analysis of them.
  tellsOutcomes: false,
  files: (source) => [{ path: 'odm.xml', content: () => document(source) }],
};
