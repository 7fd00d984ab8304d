import { exportInMemory } from '@bali/exports/testing';
import type { LedgerRecord } from '@bali/ledger';
import { patientStream, TRIAL_STREAM } from '@bali/trial';
import { patientEvent, patientHistory, recordId, recordsOf, trialEvent, trialHistory } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';

const STREAM = patientStream('REI-001');
const COMPLETED = patientHistory({ until: 'completed' });
const HARVEST = recordId(
  STREAM,
  COMPLETED.findIndex(({ type }) => type === 'Harvested'),
);
const at = (place: number) => recordId(STREAM, COMPLETED.length + place);
const LOCK = recordId(TRIAL_STREAM, trialHistory().length);

/** What people say of the record after it was made, and what they find out after the lock of the database. */
const LATER = [
  patientEvent('AdverseEventReported', { number: 1 }),
  {
    type: 'Coded',
    data: { entry: at(0), dictionary: 'MedDRA', version: '12.0', code: '1', term: 'Anaemia', bodySystem: 'Blood' },
  },
  patientEvent('Amputated', { performedOn: '2026-05-04', side: 'left', level: 'below-knee' }),
  patientEvent('EndpointAdjudicated', { entry: at(2), level: 'toe', side: 'left', performedOn: '2026-05' }),
  patientEvent('DeviationReported', { occurredOn: '2026-04-01' }),
  patientEvent('DeviationAssessed', { deviation: 'reported:1', severity: 'major', perProtocol: 'excluded' }),
  patientEvent('Died', { diedOn: '2026-12-01' }),
  { type: 'RecordedAfterLock', data: { lock: LOCK, events: 1 } },
  {
    type: 'Erratum',
    data: {
      ...{ kind: 'value', correctedEvent: HARVEST, correctedType: 'Harvested', field: '/volumeMl' },
      ...{ oldValue: 500, newValue: 470, computed: false, knewArm: false },
    },
  },
];
const RECORDS: readonly LedgerRecord[] = [
  ...recordsOf(trialHistory(trialEvent('DatabaseLocked'), trialEvent('TrialUnblinded')), { stream: TRIAL_STREAM }),
  ...recordsOf([...COMPLETED, ...LATER], { stream: STREAM }),
];

interface Content {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

async function rowsOf(table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = (await exportInMemory('dataset-json', RECORDS)).get(`${table.toLowerCase()}.json`)?.toString();
  if (text === undefined) return [];
  const { columns, rows } = JSON.parse(text) as Content;
  return rows.map((row) => Object.fromEntries(row.map((value, place) => [columns[place]?.name ?? '', value])));
}

describe('what is said later, in the tabulation', () => {
  it('has what a coder made of an adverse event', async () => {
    expect(await rowsOf('AE')).toMatchObject([{ AEDECOD: 'Anaemia', AEBODSYS: 'Blood' }]);
    const qualifiers = (await rowsOf('SUPPAE')).map(({ QNAM, QVAL }) => [QNAM, QVAL]);
    expect(qualifiers).toEqual(
      expect.arrayContaining([
        ['AEDICT', 'MedDRA 12.0'],
        ['AECODE', '1'],
      ]),
    );
  });

  it('has deviations with their assessment', async () => {
    expect((await rowsOf('DV')).filter(({ DVCAT }) => DVCAT === 'REPORTED')).toMatchObject([{ DVSTDTC: '2026-04-01' }]);
    const qualifiers = (await rowsOf('SUPPDV')).map(({ QNAM, QVAL }) => [QNAM, QVAL]);
    expect(qualifiers).toEqual(
      expect.arrayContaining([
        ['DVSEV', 'MAJOR'],
        ['DVEXCL', 'Y'],
      ]),
    );
  });

  it('has what adjudicators judged beside what the site recorded, and the analysis takes it', async () => {
    const judged = (await rowsOf('FA')).filter(({ FAACPTFL }) => FAACPTFL === 'Y');
    expect(judged.map(({ FATESTCD, FAORRES, FAEVAL }) => [FATESTCD, FAORRES, FAEVAL])).toEqual([
      ['ADJVERD', 'HAPPENED', 'ADJUDICATOR'],
      ['ADJSIDE', 'LEFT', 'ADJUDICATOR'],
      ['ADJLEVEL', 'TOE', 'ADJUDICATOR'],
      ['ADJPERF', '2026-05', 'ADJUDICATOR'],
    ]);
    const [primary] = (await rowsOf('ADTTE')).filter(({ PARAMCD }) => PARAMCD === 'PRIMARY');
    expect(primary).toMatchObject({ CNSR: 1, ANLTIME: 184 });
  });

  it('[R3-316e] has what came after the lock, marked, and errata beside the row that they are about', async () => {
    const after = (await rowsOf('SUPPDD')).filter(({ QNAM }) => QNAM === 'AFTERLCK');
    expect(after).toMatchObject([{ QVAL: 'Y', RDOMAIN: 'DD', IDVARVAL: '1' }]);
    expect((await rowsOf('ADTTE')).map(({ PARAMCD }) => PARAMCD)).toContain('PRIMERR');
    const erratum = (await rowsOf('CO')).find(({ COREF }) => String(COREF).startsWith('Erratum'));
    expect(erratum).toMatchObject({ RDOMAIN: 'PR', COVAL: 'ERRATUM: WAS 500, SHOULD BE 470' });
    const files = await exportInMemory('csv', RECORDS);
    expect(files.get('tables/Erratum.csv')?.toString()).toContain('/volumeMl');
    expect(files.get('tables/Died.csv')?.toString()).toContain(LOCK);
    const events = await exportInMemory('fhir', RECORDS);
    expect(events.get('Observation.ndjson')?.toString()).toContain('after-the-lock');
  });
});
