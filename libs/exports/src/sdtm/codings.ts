import { codingOf, type Dictionary, type PatientEntry, type PatientState } from '@bali/trial';
import type { Row, Variable } from '../model/dataset.js';
import { coded, text, YES } from '../model/variables.js';

/** What a coder has made of an entry's words, as the variables of a domain. */
export interface CodedValues {
  readonly values: Row;
  readonly supplemental: Row;
}

/** The variables of a term of a dictionary. @param bodySystem whether the dictionary has a class above the term */
export function codedVariables(
  prefix: string,
  label: string,
  { bodySystem }: { bodySystem: boolean },
): readonly Variable[] {
  const source = 'Coded.term';
  return [
    text(`${prefix}DECOD`, label, 200, 'Assigned', { source, explanation: 'Empty as long as nobody has coded it.' }),
    ...(bodySystem
      ? [text(`${prefix}BODSYS`, 'Body System or Organ Class', 200, 'Assigned', { source: 'Coded.bodySystem' })]
      : []),
  ];
}

/** Which dictionary it was, under which code, and whether the entry was corrected after it was coded. */
export function codingQualifiers(prefix: string): readonly Variable[] {
  return [
    text(`${prefix}DICT`, 'Dictionary', 200, 'Assigned', { source: 'Coded.dictionary' }),
    text(`${prefix}CODE`, 'Code in the Dictionary', 200, 'Assigned', { source: 'Coded.code' }),
    coded(`${prefix}OLDCOD`, 'Corrected since It Was Coded', YES, 'Derived'),
  ];
}

/** Of the first of these dictionaries with which the entry was coded. */
export function codedValues(
  prefix: string,
  state: PatientState,
  entry: string,
  dictionaries: readonly Dictionary[],
): CodedValues {
  const own = state.entries.find(({ id }) => id === entry);
  const coding = own && firstOf(state, own, dictionaries);
  if (coding === undefined) return { values: {}, supplemental: {} };
  const { dictionary, version, code, term, bodySystem } = coding.coded;
  return {
    values: { [`${prefix}DECOD`]: term, [`${prefix}BODSYS`]: bodySystem },
    supplemental: {
      [`${prefix}DICT`]: `${dictionary} ${version}`,
      [`${prefix}CODE`]: code,
      [`${prefix}OLDCOD`]: coding.isOutdated ? 'Y' : undefined,
    },
  };
}

function firstOf(state: PatientState, entry: PatientEntry, dictionaries: readonly Dictionary[]) {
  return dictionaries.map((dictionary) => codingOf(state, entry, dictionary)).find((coding) => coding !== undefined);
}
