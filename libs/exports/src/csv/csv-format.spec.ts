import { EVERYTHING, exportInMemory, sampleStudy } from '@bali/exports/testing';
import { PATIENT_EVENTS } from '@bali/trial';
import { describe, expect, it } from '@jest/globals';
import { csvLines } from './csv.js';

describe('the export as CSV', () => {
  it('has a table for each kind of entry that there is, and each field of it', async () => {
    const files = await exportInMemory('csv', EVERYTHING);
    for (const { type, data } of Object.values(PATIENT_EVENTS)) {
      const [head = ''] = (files.get(`tables/${type}.csv`)?.toString() ?? '').split('\r\n');
      const columns = head.split(',');
      const fields = Object.keys(data.properties).filter((field) => field !== 'patient');
      const missing = fields.filter(
        (field) => !columns.some((column) => column === field || column.startsWith(`${field}.`)),
      );
      expect([type, missing, columns.slice(0, 3)]).toEqual([type, [], ['patient', 'record', 'revision']]);
    }
  });

  it('explains each variable of each table in the data dictionary', async () => {
    const files = await exportInMemory('csv', EVERYTHING);
    const dictionary = files.get('data-dictionary.csv')?.toString().split('\r\n') ?? [];
    for (const [path, content] of files) {
      const table = /^tables\/(.*)\.csv$/.exec(path)?.[1];
      if (table === undefined) continue;
      const columns = content.toString().split('\r\n')[0]?.split(',') ?? [];
      const explained = dictionary.filter((line) => line.startsWith(`${table},`));
      expect([table, explained.length]).toEqual([table, columns.length]);
    }
  });

  it('leaves out what was annulled, and shows values as they were corrected', async () => {
    const files = await exportInMemory('csv', EVERYTHING);
    const struck = EVERYTHING.find(({ type }) => type === 'EntryAnnulled')?.data as { readonly annulledEvent: string };
    const all = [...files.values()].map(String).join('');
    expect(all).not.toMatch(new RegExp(`^[^,]*,${struck.annulledEvent},`, 'm'));
    expect(files.get('tables/ConsentGiven.csv')?.toString()).toContain(',/yearOfBirth,,REI,1941,');
  });

  it('has semicolons where they are asked for, and the same bytes twice', async () => {
    const one = await exportInMemory('csv', sampleStudy(), { separator: 'semicolon' });
    const other = await exportInMemory('csv', sampleStudy(), { separator: 'semicolon' });
    expect(one.get('tables/Died.csv')?.toString()).toMatch(/^patient;record;/);
    expect([...one].every(([path, content]) => other.get(path)?.equals(content) === true)).toBe(true);
  });

  it('writes quotation marks, ends of line, separators and formulas so that they come back', () => {
    expect(csvLines([['a"b', 'c,d', 'e\nf', '=1+1', -3, undefined]], 'comma')).toBe(
      `"a""b","c,d","e\nf",'=1+1,-3,\r\n`,
    );
  });
});
