import { isAfterTheLock } from '@bali/trial';
import type { Dataset, Row, Value, Variable } from '../model/dataset.js';
import { epochOf, EPOCHS, studyDay, type Subject, usubjid } from '../model/subject.js';
import { coded, codelist, decimal, dtc, integer, text, YES } from '../model/variables.js';

/** A row before it has its number: its own values, those that go into SUPP--, and the entry that it comes from. */
export interface DomainRow {
  readonly entry: string;
  readonly values: Row;
  readonly supplemental?: Row;
}

/** How a domain says when: one date of a finding, or start and end. */
export type Timing = 'finding' | 'interval' | 'none';

export interface Domain {
  readonly dataset: Dataset;
  /** What stands in SUPP--, as variables of their own. */
  readonly supplemental: readonly Variable[];
  rowsOf(subject: Subject): readonly DomainRow[];
}

export const STUDYID = text('STUDYID', 'Study Identifier', 12, 'Protocol', { isMandatory: true });
export const USUBJID = text('USUBJID', 'Unique Subject Identifier', 40, 'Assigned', {
  isMandatory: true,
  explanation: 'The trial, a hyphen, and the code of the patient.',
});

export function domainVariable(name: string): Variable {
  return text('DOMAIN', 'Domain Abbreviation', 2, 'Assigned', {
    isMandatory: true,
    codelist: codelist(`DOMAIN.${name}`, `Domain ${name}`, [name]),
  });
}

const EPOCH = coded('EPOCH', 'Epoch', codelist('EPOCH', 'Epoch', EPOCHS), 'Derived', {
  explanation:
    'Screening: before the day of the randomization; treatment: until the day of the implantation, or of the randomization ' +
    'where there is none; follow-up: after it. Empty where the day is not known.',
});

const DAY_DERIVED = {
  explanation:
    'Days from the first implantation, or from the randomization where there is none; that day is day 1, and the day before ' +
    'it is day -1. Empty where the day is not known.',
};

function timingVariables(prefix: string, timing: Timing): readonly Variable[] {
  if (timing === 'none') return [];
  if (timing === 'finding')
    return [
      EPOCH,
      dtc(`${prefix}DTC`, 'Date/Time of Collection', 'Collected'),
      integer(`${prefix}DY`, 'Study Day of Visit/Collection/Exam', 'Derived', DAY_DERIVED),
    ];
  return [
    EPOCH,
    dtc(`${prefix}STDTC`, 'Start Date/Time', 'Collected'),
    dtc(`${prefix}ENDTC`, 'End Date/Time', 'Collected'),
    integer(`${prefix}STDY`, 'Study Day of Start', 'Derived', DAY_DERIVED),
    integer(`${prefix}ENDY`, 'Study Day of End', 'Derived', DAY_DERIVED),
  ];
}

function timed(prefix: string, timing: Timing, values: Row, subject: Subject): Row {
  const at = (name: string): string | undefined => {
    const when = values[`${prefix}${name}`];
    return typeof when === 'string' ? when : undefined;
  };
  if (timing === 'none') return {};
  if (timing === 'finding')
    return { EPOCH: epochOf(at('DTC'), subject), [`${prefix}DY`]: studyDay(at('DTC'), subject) };
  return {
    EPOCH: epochOf(at('STDTC'), subject),
    [`${prefix}STDY`]: studyDay(at('STDTC'), subject),
    [`${prefix}ENDY`]: studyDay(at('ENDTC'), subject),
  };
}

const AFTER_THE_LOCK = coded('AFTERLCK', 'Recorded after the Lock of the Database', YES, 'Derived', {
  explanation: 'It is outside of the locked analysis.',
});

function isAfterLock({ entry }: DomainRow, { state, trial }: Subject): boolean {
  const [id] = entry.split('#');
  const recorded = state.entries.find((one) => one.id === id);
  return recorded !== undefined && isAfterTheLock(recorded, trial);
}

interface DomainDetails {
  readonly label: string;
  readonly kind: string;
  readonly structure: string;
  readonly keys: readonly string[];
  readonly timing: Timing;
  readonly variables: readonly Variable[];
  readonly supplemental?: readonly Variable[];
  readonly rowsOf: (subject: Subject) => readonly DomainRow[];
}

/** A domain of many rows a subject: identifiers, the number of the row, and study days are added to what is declared. */
export function domain(name: string, details: DomainDetails): Domain {
  const { label, kind, structure, keys, timing, variables, rowsOf } = details;
  const sequence = integer(`${name}SEQ`, 'Sequence Number', 'Derived', { isMandatory: true });
  return {
    dataset: {
      ...{ name, label, kind, structure, purpose: 'Tabulation', keys: ['STUDYID', 'USUBJID', ...keys] },
      variables: [
        ...[STUDYID, domainVariable(name), USUBJID, sequence],
        ...variables,
        ...timingVariables(name, timing),
      ],
    },
    supplemental: [...(details.supplemental ?? []), AFTER_THE_LOCK],
    rowsOf: (subject) =>
      rowsOf(subject).map((row, place) => ({
        ...row,
        supplemental: { ...row.supplemental, AFTERLCK: isAfterLock(row, subject) ? 'Y' : undefined },
        values: {
          ...{ STUDYID: subject.trialId, DOMAIN: name, USUBJID: usubjid(subject), [`${name}SEQ`]: place + 1 },
          ...row.values,
          ...timed(name, timing, row.values, subject),
        },
      })),
  };
}

/** A finding that was measured, or why it was not. */
export interface Finding {
  readonly test: string;
  readonly title: string;
  readonly category?: string;
  readonly result: Value;
  /** As a number, where it is one. */
  readonly numeric?: number | undefined;
  readonly unit?: string;
  /** Why it was not done. */
  readonly notDone?: string | undefined;
}

/** The values of a finding, by the names that a findings domain has. */
export function findingValues(prefix: string, finding: Finding): Row {
  const { test, title, category, result, numeric, unit, notDone } = finding;
  const isThere = notDone === undefined && result !== undefined;
  return {
    [`${prefix}TESTCD`]: test,
    [`${prefix}TEST`]: title,
    [`${prefix}CAT`]: category,
    [`${prefix}ORRES`]: isThere ? String(result) : undefined,
    [`${prefix}ORRESU`]: isThere ? unit : undefined,
    [`${prefix}STRESC`]: isThere ? String(result) : undefined,
    [`${prefix}STRESN`]: isThere ? numeric : undefined,
    [`${prefix}STRESU`]: isThere ? unit : undefined,
    [`${prefix}STAT`]: isThere ? undefined : 'NOT DONE',
    [`${prefix}REASND`]: isThere ? undefined : notDone,
  };
}

const NOT_DONE = codelist('ND', 'Not done', ['NOT DONE']);

/** The variables of a findings domain. @param tests each test's code and name. */
export function findingVariables(
  prefix: string,
  tests: Readonly<Record<string, string>>,
  category: string | undefined,
  source: string | undefined,
): readonly Variable[] {
  const entered = source === undefined ? {} : { source };
  const titles = codelist(`${prefix}TEST`, 'Name of the test', Object.values(tests));
  return [
    coded(
      `${prefix}TESTCD`,
      'Test Short Name',
      codelist(`${prefix}TESTCD`, 'Short name of the test', tests),
      'Assigned',
      {
        isMandatory: true,
      },
    ),
    coded(`${prefix}TEST`, 'Test Name', titles, 'Assigned', { isMandatory: true }),
    ...(category === undefined ? [] : [text(`${prefix}CAT`, 'Category', category.length, 'Assigned')]),
    text(`${prefix}ORRES`, 'Result in Original Units', 40, 'Collected', entered),
    text(`${prefix}ORRESU`, 'Original Units', 8, 'Assigned'),
    text(`${prefix}STRESC`, 'Character Result in Std Format', 40, 'Derived', { explanation: 'As it was collected.' }),
    decimal(`${prefix}STRESN`, 'Numeric Result in Standard Units', 'Derived'),
    text(`${prefix}STRESU`, 'Standard Units', 8, 'Assigned'),
    coded(`${prefix}STAT`, 'Completion Status', NOT_DONE, 'Collected', entered),
    text(`${prefix}REASND`, 'Reason Not Done', 40, 'Collected', entered),
  ];
}
