import type { ExportFile, ExportFormat, ExportSource, PlacedRecord } from '../formats/format.js';
import type { Dataset, Row, Tables } from '../model/dataset.js';
import type { Subject } from '../model/subject.js';
import { referredIn } from '../records/referred.js';
import { clinicalResources } from './clinical-resources.js';
import type { Resource } from './fhir.js';
import { materialResources } from './material-resources.js';
import { locations, organizations, practitionerRoles, practitioners, researchStudy } from './study-resources.js';
import { subjectResources } from './subject-resources.js';
import { auditEvent, provenance } from './trail-resources.js';

/** The types of resources of which each subject has some. */
const OF_SUBJECTS = [
  'Patient',
  'ResearchSubject',
  'Consent',
  'Encounter',
  'Condition',
  'Procedure',
  'Observation',
  'MedicationStatement',
  'AdverseEvent',
  'Specimen',
  'BiologicallyDerivedProduct',
] as const;

/** Resources wait in a table of their own type, as the text that is written down. */
function datasetOf(name: string): Dataset {
  return {
    ...{ name, label: name, kind: 'FHIR', purpose: 'Tabulation', structure: 'One row a resource' },
    keys: [],
    variables: [],
  };
}

function tablesOf(subject: Subject): Tables {
  const tables = new Map<string, Row[]>();
  const resources = [...subjectResources(subject), ...clinicalResources(subject), ...materialResources(subject)];
  for (const one of resources) {
    tables.set(one.resourceType, [...(tables.get(one.resourceType) ?? []), { json: JSON.stringify(one) }]);
  }
  return tables;
}

const line = (one: Resource): string => `${JSON.stringify(one)}\n`;

async function* linesOfSubjects(type: string, source: ExportSource): AsyncGenerator<string> {
  for await (const { json } of source.rows(type)) yield `${String(json)}\n`;
}

async function* linesOfRecords(
  source: ExportSource,
  written: (placed: PlacedRecord) => Resource | undefined,
): AsyncGenerator<string> {
  for await (const placed of source.records()) {
    const one = written(placed);
    if (one !== undefined) yield line(one);
  }
}

async function* files(source: ExportSource): AsyncGenerator<ExportFile> {
  const referred = await referredIn(source.records());
  const few: Readonly<Record<string, readonly Resource[]>> = {
    ResearchStudy: [researchStudy(source)],
    Organization: organizations(source, referred),
    Location: locations(source),
    Practitioner: practitioners(referred),
    PractitionerRole: practitionerRoles(referred),
  };
  for (const [type, resources] of Object.entries(few))
    yield { path: `${type}.ndjson`, content: () => resources.map(line) };
  for (const type of OF_SUBJECTS) {
    if (source.count(type) > 0) yield { path: `${type}.ndjson`, content: () => linesOfSubjects(type, source) };
  }
  yield { path: 'AuditEvent.ndjson', content: () => linesOfRecords(source, auditEvent) };
  yield { path: 'Provenance.ndjson', content: () => linesOfRecords(source, provenance) };
}

/** HL7 FHIR R4, as bulk data: a file for each type of resource, a line for each resource. */
export const FHIR: ExportFormat = {
  title: 'HL7 FHIR R4, NDJSON',
  // It has the entries, which the same roles read one by one, and no analysis of them.
  tellsOutcomes: false,
  tables: { datasets: OF_SUBJECTS.map(datasetOf), ofTrial: () => new Map(), ofSubject: tablesOf },
  files,
};
