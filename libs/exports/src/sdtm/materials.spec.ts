import { exportInMemory, SAMPLE_ARMS, SAMPLE_MATERIALS, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';

async function rowsOf(table: string, options: object): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = (await exportInMemory('dataset-json', sampleStudy(), options)).get(`${table}.json`)?.toString();
  if (text === undefined) return [];
  const { columns, rows } = JSON.parse(text) as Content;
  return rows.map((row) => Object.fromEntries(row.map((value, place) => [columns[place]?.name ?? '', value])));
}

interface Content {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

const TABLES = ['be', 'bs', 'cp', 'gf'];

describe('what the cell therapy unit recorded', () => {
  it('[EMA-621-blind] is in no export as long as arms are masked', async () => {
    for (const table of TABLES) expect(await rowsOf(table, {})).toEqual([]);
    const fhir = await exportInMemory('fhir', sampleStudy());
    expect([...fhir.keys()].filter((path) => /Specimen|BiologicallyDerived/.test(path))).toEqual([]);
  });

  it('[ATMP-30] is there once they are shown: events, findings, phenotype, expression, dose and what was really given', async () => {
    const shown = { arms: SAMPLE_ARMS, materials: SAMPLE_MATERIALS };
    expect((await rowsOf('be', shown)).map(({ BETERM }) => BETERM)).toEqual(
      expect.arrayContaining(['RECEIVED', 'SEPARATED AND CONCENTRATED', 'PREPARED FOR IMPLANTATION', 'CRYOPRESERVED']),
    );
    const tests = async (table: string, name: string) => new Set((await rowsOf(table, shown)).map((row) => row[name]));
    expect(await tests('bs', 'BSTESTCD')).toEqual(new Set(['VOLUME', 'NUCCELL', 'MNCELL', 'VIABIL', 'GRAM']));
    expect(await tests('cp', 'CPTESTCD')).toContain('CD34');
    expect(await tests('gf', 'GFTESTCD')).toEqual(new Set(['MRNAEXP', 'PROTCONC']));
    const reims = (await rowsOf('dm', shown)).find(({ SUBJID }) => SUBJID === 'REI-001');
    expect(reims).toMatchObject({ ARMCD: 'PLACEBO', ACTARMCD: 'CELLS' });
    const [given] = (await rowsOf('ex', shown)).filter(({ EXDOSE }) => EXDOSE !== null);
    expect(given).toMatchObject({ EXTRT: 'CELLS', EXDOSU: '10^6' });
    const fhir = await exportInMemory('fhir', sampleStudy(), shown);
    expect(fhir.get('Specimen.ndjson')?.toString().trim().split('\n')).toHaveLength(2);
    expect(fhir.get('BiologicallyDerivedProduct.ndjson')?.toString()).toContain('concentrated-cells');
  });
});
