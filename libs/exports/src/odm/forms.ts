import { definitionOf, EVENT_CATALOGUE, type EventType } from '@bali/trial';
import { cellAt, type FlatField, flatFields } from '../records/flat-fields.js';
import { element, escaped } from '../xml/xml.js';

/** What happens to an entry is a transaction on the form of that entry, or an annotation of it: these have no form of their own. */
const WITHOUT_FORM: readonly string[] = ['DataCorrected', 'EntryAnnulled'];

/** Each kind of entry is a form with one group of items. */
export interface Form {
  readonly type: EventType;
  readonly about: string;
  readonly fields: readonly FlatField[];
}

const FORMS: ReadonlyMap<string, Form> = new Map(
  (Object.keys(EVENT_CATALOGUE) as EventType[])
    .filter((type) => !WITHOUT_FORM.includes(type))
    .map((type) => {
      const { about, data } = definitionOf(type);
      return [type, { type, about, fields: flatFields(type, data) }];
    }),
);

export function allForms(): readonly Form[] {
  return [...FORMS.values()];
}

export function formOf(type: string): Form | undefined {
  return FORMS.get(type);
}

export const formOid = (type: string): string => `F.${type}`;
export const groupOid = (type: string): string => `IG.${type}`;
const itemOid = (type: string, field: FlatField): string => `I.${type}.${field.variable.name}`;
const listOid = (type: string, field: FlatField): string => `CL.${type}.${field.variable.name}`;

const DATA_TYPES: Readonly<Record<string, string>> = {
  date: 'date',
  'date-time': 'datetime',
  'partial-date': 'partialDate',
};

function dataType({ variable, format = '' }: FlatField): string {
  if (variable.type === 'integer') return 'integer';
  return variable.type === 'decimal' ? 'float' : (DATA_TYPES[format] ?? 'text');
}

function translated(name: string, text: string): string {
  return element(name, {}, element('TranslatedText', { 'xml:lang': 'en' }, escaped(text)));
}

/** Forms, groups, items and lists of values, from the declarations of the events. */
export function* formDefinitions(): Generator<string> {
  for (const { type, about } of allForms()) {
    const reference = element('ItemGroupRef', { ItemGroupOID: groupOid(type), Mandatory: 'Yes' });
    yield element(
      'FormDef',
      { OID: formOid(type), Name: type, Repeating: 'Yes' },
      translated('Description', about),
      reference,
    );
  }
  for (const { type, about, fields } of allForms()) {
    const references = fields.map((field) =>
      element('ItemRef', {
        ItemOID: itemOid(type, field),
        Mandatory: field.variable.isMandatory === true ? 'Yes' : 'No',
      }),
    );
    const attributes = { OID: groupOid(type), Name: type, Repeating: 'Yes' };
    yield element('ItemGroupDef', attributes, translated('Description', about), ...references);
  }
  for (const { type, fields } of allForms()) for (const field of fields) yield itemDefinition(type, field);
  for (const { type, fields } of allForms()) for (const field of fields) yield listDefinition(type, field);
}

function itemDefinition(type: string, field: FlatField): string {
  const { name, label, length } = field.variable;
  const kind = dataType(field);
  const hasLength = kind === 'text' || kind === 'integer' || kind === 'float';
  return element(
    'ItemDef',
    { OID: itemOid(type, field), Name: name, DataType: kind, Length: hasLength ? length : undefined },
    translated('Question', label),
    ...(hasList(field) ? [element('CodeListRef', { CodeListOID: listOid(type, field) })] : []),
  );
}

/** A cell with several values of a list is none of them. */
function hasList({ variable, isList }: FlatField): boolean {
  return variable.codelist !== undefined && !isList;
}

function listDefinition(type: string, field: FlatField): string {
  const { codelist } = field.variable;
  if (codelist === undefined || !hasList(field)) return '';
  const items = codelist.terms.map(({ value, decode }) =>
    element('CodeListItem', { CodedValue: value }, translated('Decode', decode)),
  );
  return element('CodeList', { OID: listOid(type, field), Name: codelist.name, DataType: 'text' }, ...items);
}

/** The items that an entry has, as it was entered. */
export function enteredItems({ type, fields }: Form, data: unknown): readonly string[] {
  return fields.flatMap((field) => {
    const value = cellAt(data, field.path);
    return value === undefined ? [] : [element('ItemData', { ItemOID: itemOid(type, field), Value: value })];
  });
}

/** A value that a correction changed: nothing stands where it was not there before, or is not there any more. */
export interface ChangedItem {
  readonly oid: string;
  readonly before: string | number | undefined;
  readonly after: string | number | undefined;
}

/** The items that a correction changed. @param pointer the corrected field, as a JSON pointer into the data */
export function changedItems(
  { type, fields }: Form,
  pointer: string,
  before: unknown,
  after: unknown,
): readonly ChangedItem[] {
  const corrected = pointer.split('/').slice(1);
  const below = fields.filter(({ path }) => {
    const shared = Math.min(path.length, corrected.length);
    return path.slice(0, shared).every((name, place) => name === corrected[place]);
  });
  return below.flatMap((field) => {
    const inside = field.path.slice(corrected.length);
    const [old, current] = [cellAt(before, inside), cellAt(after, inside)];
    return old === current ? [] : [{ oid: itemOid(type, field), before: old, after: current }];
  });
}
