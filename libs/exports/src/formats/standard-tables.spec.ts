import { EVERYTHING, exportInMemory, sampleStudy } from '@bali/exports/testing';
import { EVENT_CATALOGUE } from '@bali/trial';
import { describe, expect, it } from '@jest/globals';
import type { Codelist, Dataset, Variable } from '../model/dataset.js';
import { STANDARD_TABLES } from './standard-tables.js';

const { datasets } = STANDARD_TABLES;
const VARIABLES = datasets.flatMap((dataset) => dataset.variables.map((variable) => [dataset, variable] as const));

interface Content {
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly records: number;
}

async function contents(records: typeof EVERYTHING, arms?: ReadonlyMap<string, 'CELLS' | 'PLACEBO'>) {
  const files = await exportInMemory('dataset-json', records, arms && { arms });
  const tables = datasets.map(({ name }) => [name, files.get(`${name.toLowerCase()}.json`)?.toString()] as const);
  return new Map(tables.flatMap(([name, text]) => (text === undefined ? [] : [[name, JSON.parse(text) as Content]])));
}

/** What is wrong with a value, by the declaration of its variable. */
function wrong({ isMandatory, length, type, codelist }: Variable, value: string | number | null): string | undefined {
  if (value === null) return isMandatory === true ? 'is missing' : undefined;
  if ((type === 'text' || type === 'date') !== (typeof value === 'string')) return `is ${typeof value}`;
  if (type === 'text' && String(value).length > length) return `is longer than ${length}`;
  if (type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(String(value))) return 'is no day';
  if (codelist !== undefined && !codelist.terms.some((term) => term.value === String(value)))
    return `${value} is in no list`;
  return undefined;
}

function rowsOf(
  content: Content | undefined,
  { variables }: Dataset,
): readonly Readonly<Record<string, string | number | null>>[] {
  return (content?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((value, place) => [variables[place]!.name, value])),
  );
}

const dataset = (name: string) => datasets.find((one) => one.name === name)!;

describe('the tables of SDTM and ADaM', () => {
  it('[FDA-XPT] have names of at most 8 letters, labels of at most 40 and texts of at most 200 characters, all ASCII', () => {
    const broken = VARIABLES.filter(
      ([{ name: table, label: title }, { name, label, length }]) =>
        !/^[A-Z][A-Z0-9]{0,7}$/.test(table) ||
        !/^[A-Z][A-Z0-9]{0,7}$/.test(name) ||
        !/^[ -~]{1,40}$/.test(label) ||
        !/^[ -~]{1,40}$/.test(title) ||
        length > 200,
    );
    expect(broken.map(([{ name }, variable]) => `${name}.${variable.name}: ${variable.label}`)).toEqual([]);
  });

  it('have each variable once, and keys that are variables', () => {
    for (const { name, variables, keys } of datasets) {
      const names = variables.map((variable) => variable.name);
      expect([name, new Set(names).size]).toEqual([name, names.length]);
      expect([name, keys.filter((key) => !names.includes(key))]).toEqual([name, []]);
    }
  });

  it('name, as what a value was entered with, a field that an event declares', () => {
    const unknown = VARIABLES.flatMap(([{ name: table }, { name, source }]) => {
      if (source === undefined) return [];
      const [type = '', field = ''] = source.split('.');
      const declared = Object.entries(EVENT_CATALOGUE).find(([event]) => event === type)?.[1].data.properties;
      return declared !== undefined && field in declared ? [] : [`${table}.${name}: ${source}`];
    });
    expect(unknown).toEqual([]);
  });

  it('mean one thing by the name of a list', () => {
    const lists = VARIABLES.flatMap(([, { codelist }]) => codelist ?? []);
    const terms = (list: Codelist) => JSON.stringify(list.terms);
    const differing = lists.filter((list) =>
      lists.some((other) => other.name === list.name && terms(other) !== terms(list)),
    );
    expect([...new Set(differing.map(({ name }) => name))]).toEqual([]);
  });

  it.each([
    ['a small trial', sampleStudy()],
    ['a patient with every kind of entry', EVERYTHING],
  ])('keep what they declare, and tell their rows apart by their keys: %s', async (_, records) => {
    const found = await contents(records);
    for (const one of datasets) {
      const rows = rowsOf(found.get(one.name), one);
      const faults = rows.flatMap((row) =>
        one.variables.flatMap((variable) => {
          const fault = wrong(variable, row[variable.name] ?? null);
          return fault === undefined ? [] : [`${one.name}.${variable.name} ${fault}`];
        }),
      );
      expect(faults).toEqual([]);
      const keys = rows.map((row) => JSON.stringify(one.keys.map((key) => row[key])));
      expect([one.name, new Set(keys).size]).toEqual([one.name, rows.length]);
      expect(found.get(one.name)?.records ?? 0).toBe(rows.length);
    }
  });

  it('[EMA-621-blind] mask the arm of every subject alike, and say why there is none', async () => {
    const found = await contents(sampleStudy());
    const subjects = rowsOf(found.get('DM'), dataset('DM'));
    expect(
      subjects.map(({ SUBJID, ARM, ARMCD, ACTARM, ACTARMCD, ARMNRS }) => [
        SUBJID,
        ARM,
        ARMCD,
        ACTARM,
        ACTARMCD,
        ARMNRS,
      ]),
    ).toEqual([
      ['NAN-001', null, null, null, null, 'MASKED'],
      ['PAR-001', null, null, null, null, 'MASKED'],
      ['PAR-002', null, null, null, null, 'NOT ASSIGNED'],
      ['REI-001', null, null, null, null, 'MASKED'],
      ['REI-002', null, null, null, null, 'SCREEN FAILURE'],
    ]);
    const given = rowsOf(found.get('EX'), dataset('EX')).map(({ EXTRT, EXDOSE }) => [EXTRT, EXDOSE]);
    expect(given).toEqual([
      ['CELLS OR PLACEBO (MASKED)', null],
      ['CELLS OR PLACEBO (MASKED)', null],
    ]);
  });

  it('name the arms in words where they are shown, and whoever was not treated', async () => {
    const arms = new Map([
      ['NAN-001', 'CELLS'],
      ['REI-001', 'PLACEBO'],
      ['PAR-001', 'CELLS'],
    ] as const);
    const subjects = rowsOf((await contents(sampleStudy(), arms)).get('DM'), dataset('DM'));
    expect(subjects.map(({ SUBJID, ARMCD, ACTARMCD, ARMNRS }) => [SUBJID, ARMCD, ACTARMCD, ARMNRS])).toEqual([
      ['NAN-001', 'CELLS', 'CELLS', null],
      ['PAR-001', 'CELLS', null, 'ASSIGNED, NOT TREATED'],
      ['PAR-002', null, null, 'NOT ASSIGNED'],
      ['REI-001', 'PLACEBO', 'PLACEBO', null],
      ['REI-002', null, null, 'SCREEN FAILURE'],
    ]);
  });

  it('have of a patient whose consent was annulled, and of an entry that was, no row', async () => {
    const found = await contents(EVERYTHING);
    const procedures = rowsOf(found.get('PR'), dataset('PR')).filter(({ PRTRT }) => PRTRT === 'BYPASS');
    expect(procedures).toHaveLength(1);
  });

  it('count the analysis as the report does: AVAL is ADT minus STARTDT', async () => {
    const rows = rowsOf((await contents(sampleStudy())).get('ADTTE'), dataset('ADTTE'));
    const primary = rows.filter(({ PARAMCD }) => PARAMCD === 'PRIMARY');
    expect(primary.map(({ SUBJID, AVAL, ANLTIME, CNSR, EVNTDESC }) => [SUBJID, AVAL, ANLTIME, CNSR, EVNTDESC])).toEqual(
      [
        ['NAN-001', 61, 61, 0, 'AMPUTATION'],
        ['PAR-001', 0, 0, 1, 'CENSORED ON THE LAST DAY KNOWN WITHOUT AN EVENT'],
        ['REI-001', 184, 184, 1, 'CENSORED ON THE LAST DAY KNOWN WITHOUT AN EVENT'],
      ],
    );
    const days = (date: unknown) => Date.parse(String(date)) / 86_400_000;
    expect(rows.every(({ ADT, STARTDT, AVAL }) => Math.max(0, days(ADT) - days(STARTDT)) === AVAL)).toBe(true);
  });
});
