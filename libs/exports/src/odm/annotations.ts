import type { PlacedRecord } from '../formats/format.js';
import { element, escaped } from '../xml/xml.js';

/** What happens around an entry and changes no value of it, as a kind and what happened. */
const ANNOTATING: Readonly<Record<string, readonly [kind: string, value: string]>> = {
  QueryRaised: ['QUERY', 'RAISED'],
  QueryAnswered: ['QUERY', 'ANSWERED'],
  QueryClosed: ['QUERY', 'CLOSED'],
  QueryReopened: ['QUERY', 'REOPENED'],
  SourceDataVerified: ['SOURCE DATA', 'VERIFIED'],
};

export function isAnnotating(type: string): boolean {
  return Object.hasOwn(ANNOTATING, type);
}

const KINDS_OID = 'CL.ANNOTATION.KIND';
const VALUES_OID = 'CL.ANNOTATION.VALUE';

/** The lists of values that the flags of annotations refer to. */
export function annotationLists(): string {
  const list = (OID: string, Name: string, values: readonly string[]): string =>
    element(
      'CodeList',
      { OID, Name, DataType: 'text' },
      ...[...new Set(values)].map((value) =>
        element(
          'CodeListItem',
          { CodedValue: value },
          element('Decode', {}, element('TranslatedText', { 'xml:lang': 'en' }, value)),
        ),
      ),
    );
  const flags = Object.values(ANNOTATING);
  return (
    list(
      KINDS_OID,
      'What an annotation is of',
      flags.map(([kind]) => kind),
    ) +
    list(
      VALUES_OID,
      'What an annotation says',
      flags.map(([, value]) => value),
    )
  );
}

/** The annotation that a record makes: what it says beyond its kind stands as JSON, with free texts as their SHA-256. */
export function annotation({ position, record }: PlacedRecord): string {
  const [kind = '', value = ''] = ANNOTATING[record.type] ?? [];
  return element(
    'Annotation',
    { SeqNum: position, TransactionType: 'Insert' },
    element('Comment', {}, escaped(JSON.stringify(record.data))),
    element(
      'Flag',
      {},
      element('FlagValue', { CodeListOID: VALUES_OID }, value),
      element('FlagType', { CodeListOID: KINDS_OID }, kind),
    ),
  );
}
