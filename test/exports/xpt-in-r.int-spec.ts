import { onlyWith, program } from '@bali/event-store/testing';
import { EVERYTHING, exportInMemory, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const R = program(
  'there is no R with its package foreign (Debian: r-cran-foreign), so it reads no SAS transport files',
  ...(['Rscript', '-e', 'library(foreign)'] as const),
);

/** Reads each transport file, and writes what it found so that any JSON reader understands it. */
const READ_BACK = `
library(foreign)
quoted <- function(x) paste0('"', gsub('"', '\\\\\\\\"', x), '"')
for (file in list.files(pattern = "xpt$")) {
  d <- read.xport(file)
  columns <- sapply(names(d), function(name) {
    x <- d[[name]]
    values <- if (is.numeric(x)) ifelse(is.na(x), "null", sprintf("%.17g", x)) else quoted(as.character(x))
    paste0(quoted(name), ":[", paste(values, collapse = ","), "]")
  })
  writeLines(paste0("{", paste(columns, collapse = ","), "}"), sub("xpt$", "back.json", file))
}
`;

interface Table {
  readonly columns: readonly { readonly name: string; readonly dataType: string }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What R has to find for a value: nothing is an empty text, and a day is a number of days. */
function asInR(dataType: string, value: string | number | null): string | number | null {
  if (dataType === 'string') return value ?? '';
  if (dataType !== 'date' || value === null) return value;
  return (Date.parse(String(value)) - Date.parse('1960-01-01')) / 86_400_000;
}

describe('SAS transport files', () => {
  onlyWith(it, R).each([
    ['a small trial', sampleStudy()],
    ['a patient with every kind of entry', EVERYTHING],
  ])('[FDA-XPT] are read back by R with equal values: %s', async (_, records) => {
    const folder = mkdtempSync(join(tmpdir(), 'bali-xpt-'));
    const transport = await exportInMemory('xpt', records);
    const json = await exportInMemory('dataset-json', records);
    const names = [...transport.keys()].filter((path) => path.endsWith('.xpt'));
    for (const name of names) writeFileSync(join(folder, name), transport.get(name) ?? '');
    const { status, stderr } = spawnSync('Rscript', ['-e', READ_BACK], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    for (const name of names) {
      const back = JSON.parse(readFileSync(join(folder, name.replace('xpt', 'back.json')), 'utf8')) as Record<
        string,
        unknown
      >;
      const { columns, rows } = JSON.parse(json.get(name.replace('xpt', 'json'))?.toString() ?? '') as Table;
      const expected = columns.map(({ name: column, dataType }, place) => [
        column,
        rows.map((row) => asInR(dataType, row[place] ?? null)),
      ]);
      expect([name, back]).toEqual([name, Object.fromEntries(expected)]);
    }
    rmSync(folder, { recursive: true });
  });
});
