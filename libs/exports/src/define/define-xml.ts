import type { ExportSource } from '../formats/format.js';
import type { Codelist, Dataset, Variable } from '../model/dataset.js';
import { element, escaped, opening, XML_DECLARATION } from '../xml/xml.js';
import { codelistOid, commentOid, itemGroupOid, itemOid, METADATA_VERSION_OID, methodOid, studyOid } from './oids.js';

const NAMESPACES = {
  xmlns: 'http://www.cdisc.org/ns/odm/v1.3',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
  'xmlns:def': 'http://www.cdisc.org/ns/def/v2.1',
};

const TYPES = { text: 'text', integer: 'integer', decimal: 'float', date: 'date' } as const;
const STANDARDS = { Tabulation: 'STD.SDTMIG', Analysis: 'STD.ADAMIG' } as const;

/** What a table and each of its variables is, in Define-XML 2.1, from the declarations that the rows are made of. */
export function* defineXml(source: ExportSource, datasets: readonly Dataset[], ending: string): Generator<string> {
  const { study } = source;
  const { trialId, recordedAt, position, root } = study;
  yield XML_DECLARATION;
  yield opening('ODM', {
    ...{ ...NAMESPACES, ODMVersion: '1.3.2', FileType: 'Snapshot', FileOID: `DEFINE.${trialId}.${position}` },
    ...{ CreationDateTime: recordedAt, AsOfDateTime: recordedAt, Originator: 'BALI', SourceSystem: 'BALI' },
    ...{ SourceSystemVersion: `${study.software.version} (${study.software.commit})`, 'def:Context': 'Other' },
  });
  yield opening('Study', { OID: studyOid(trialId) });
  yield element(
    'GlobalVariables',
    {},
    element('StudyName', {}, escaped(study.acronym)),
    element('StudyDescription', {}, escaped(study.title)),
    element('ProtocolName', {}, escaped(trialId)),
  );
  yield opening('MetaDataVersion', {
    ...{ OID: METADATA_VERSION_OID, Name: `${study.acronym}, as of event ${position}`, 'def:DefineVersion': '2.1.0' },
    Description: `Made from the events of the trial ledger up to event ${position}, with the root ${root}; arms are ${study.arms}.`,
  });
  yield standards();
  for (const dataset of datasets) yield itemGroup(dataset, source.count(dataset.name) > 0, ending);
  for (const dataset of datasets) for (const variable of dataset.variables) yield itemDef(dataset, variable);
  yield* codelists(datasets);
  for (const dataset of datasets) for (const variable of dataset.variables) yield methodDef(dataset, variable);
  for (const dataset of datasets) for (const variable of dataset.variables) yield commentDef(dataset, variable);
  yield '</MetaDataVersion></Study></ODM>\n';
}

function standards(): string {
  const standard = (OID: string, Name: string, Type: string, Version: string) =>
    element('def:Standard', { OID, Name, Type, Version, Status: 'Final' });
  return element(
    'def:Standards',
    {},
    standard('STD.SDTMIG', 'SDTMIG', 'IG', '3.4'),
    standard('STD.ADAMIG', 'ADaMIG', 'IG', '1.3'),
  );
}

function described(text: string): string {
  return element('Description', {}, element('TranslatedText', { 'xml:lang': 'en' }, escaped(text)));
}

function itemGroup(dataset: Dataset, hasRows: boolean, ending: string): string {
  const { name, label, kind, purpose, structure, keys, variables } = dataset;
  const path = `${name.toLowerCase()}.${ending}`;
  return element(
    'ItemGroupDef',
    {
      ...{ OID: itemGroupOid(name), Name: name, SASDatasetName: name, Purpose: purpose, Domain: domainOf(dataset) },
      ...{ Repeating: keys.length > 2 ? 'Yes' : 'No', IsReferenceData: dataset.isOfTheDesign === true ? 'Yes' : 'No' },
      ...{
        'def:Structure': structure,
        'def:StandardOID': STANDARDS[purpose],
        'def:HasNoData': hasRows ? undefined : 'Yes',
      },
      ...{ 'def:ArchiveLocationID': hasRows ? `LF.${name}` : undefined },
    },
    described(label),
    ...variables.map((variable, place) => itemRef(dataset, variable, place)),
    element('def:Class', { Name: kind }),
    ...(hasRows ? [element('def:leaf', { ID: `LF.${name}`, 'xlink:href': path }, element('def:title', {}, path))] : []),
  );
}

/** Supplemental values belong to the domain that they are of. */
function domainOf({ name, purpose }: Dataset): string | undefined {
  return purpose === 'Analysis' ? undefined : name.replace(/^SUPP/, '');
}

function itemRef({ name: dataset, keys }: Dataset, variable: Variable, place: number): string {
  const key = keys.indexOf(variable.name);
  return element('ItemRef', {
    ...{
      ItemOID: itemOid(dataset, variable.name),
      OrderNumber: place + 1,
      Mandatory: variable.isMandatory === true ? 'Yes' : 'No',
    },
    ...{
      KeySequence: key < 0 ? undefined : key + 1,
      MethodOID: hasMethod(variable) ? methodOid(dataset, variable.name) : undefined,
    },
  });
}

function hasMethod({ origin }: Variable): boolean {
  return origin === 'Derived';
}

function hasComment({ origin, source, explanation }: Variable): boolean {
  return origin !== 'Derived' && (source !== undefined || explanation !== undefined);
}

const ORIGINS = {
  Collected: { Type: 'Collected', Source: 'Investigator' },
  Derived: { Type: 'Derived', Source: 'Sponsor' },
  Assigned: { Type: 'Assigned', Source: 'Sponsor' },
  Protocol: { Type: 'Protocol', Source: 'Sponsor' },
} as const;

function itemDef({ name: dataset }: Dataset, variable: Variable): string {
  const { name, label, type, length, origin, codelist } = variable;
  return element(
    'ItemDef',
    {
      ...{ OID: itemOid(dataset, name), Name: name, SASFieldName: name, DataType: TYPES[type] },
      ...{ Length: type === 'date' ? undefined : length, SignificantDigits: type === 'decimal' ? 2 : undefined },
      ...{ 'def:DisplayFormat': type === 'date' ? 'DATE9.' : undefined },
      'def:CommentOID': hasComment(variable) ? commentOid(dataset, name) : undefined,
    },
    described(label),
    ...(codelist === undefined ? [] : [element('CodeListRef', { CodeListOID: codelistOid(codelist.name) })]),
    element('def:Origin', ORIGINS[origin]),
  );
}

function* codelists(datasets: readonly Dataset[]): Generator<string> {
  const lists = new Map<string, Codelist>();
  for (const { codelist } of datasets.flatMap(({ variables }) => variables)) {
    if (codelist !== undefined) lists.set(codelist.name, codelist);
  }
  for (const { name, title, terms } of lists.values()) {
    const items = terms.map(({ value, decode }, place) =>
      element(
        'CodeListItem',
        { CodedValue: value, OrderNumber: place + 1 },
        element('Decode', {}, element('TranslatedText', { 'xml:lang': 'en' }, escaped(decode))),
      ),
    );
    yield element(
      'CodeList',
      { OID: codelistOid(name), Name: title, DataType: terms.every(isWhole) ? 'integer' : 'text' },
      ...items,
    );
  }
}

function isWhole({ value }: Codelist['terms'][number]): boolean {
  return /^[0-9]+$/.test(value);
}

function methodDef({ name: dataset }: Dataset, variable: Variable): string {
  if (!hasMethod(variable)) return '';
  const { name, label } = variable;
  const attributes = { OID: methodOid(dataset, name), Name: `Derivation of ${dataset}.${name}`, Type: 'Computation' };
  return element(
    'MethodDef',
    attributes,
    described(explained(variable) ?? `${label}: computed from the entries of the subject.`),
  );
}

function commentDef({ name: dataset }: Dataset, variable: Variable): string {
  if (!hasComment(variable)) return '';
  return element('def:CommentDef', { OID: commentOid(dataset, variable.name) }, described(explained(variable) ?? ''));
}

function explained({ source, explanation }: Variable): string | undefined {
  const from = source === undefined ? undefined : `Entered as ${source}.`;
  return [from, explanation].filter((part) => part !== undefined).join(' ') || undefined;
}
