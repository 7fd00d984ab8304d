import {
  BODIES,
  fate,
  LAST_RECORD_AT,
  preparation,
  prepareProduct,
  readCells,
  recordCells,
  releaseBody,
  type SiteApiUnderTest,
  someoneIn,
  STEPS_BEFORE_THE_ARM,
} from '@bali-app/site-api/testing';
import { on, type OfTheUnit, type Sent, type Situation } from '../situation.js';
import { annulment, completion, correction, judgement, notDone, ofTheUnit, planned, visit } from './steps.js';

const UNIT = someoneIn('cell-therapy-unit');
const AT_THE_END = [visit('M6', '2011-09-05'), completion('2011-09-05', on('2011-09-06'))];

interface Entry {
  readonly id: string;
  readonly type: string;
}

/** The last entry of a type in the record of a patient. */
async function entryOf(api: SiteApiUnderTest, patient: string, type: string): Promise<string> {
  const position = await api.lastPosition();
  const { entries } = await api.read<{ entries: Entry[] }>(`/v1/patients/${patient}?atLeast=${position}`, { as: UNIT });
  return entries.findLast((entry) => entry.type === type)?.id ?? '';
}

/** The unit annuls, in both ledgers, what it had recorded in both. */
const annulledByUnit = (type: string, at: string): OfTheUnit =>
  ofTheUnit(`the unit annuls its ${type}`, at, async (api, patient) => {
    const entries = [await entryOf(api, patient, type)];
    const body = { entries, reasonCode: 'wrong-patient', reason: 'it was the patient in the next room' };
    await api.record(`/v1/patients/${patient}/annulments`, body, { as: UNIT });
  });

const harvest: Sent = {
  ...{ what: 'the harvest', at: '2011-03-02T09:00:00.000Z', path: 'harvest' },
  ...{ body: BODIES.harvest, names: 'harvest' },
};
const implantation: Sent = {
  ...{ what: 'the implantation', at: '2011-03-02T15:00:00.000Z', path: 'implantation', body: BODIES.implantation },
};

/** The syringe that was made of the marrow of another patient, on the day of the own harvest. */
const ofTheOther = (patient: string) => ({ ...releaseBody(patient), releasedAt: '2011-04-05T13:00:00+01:00' });

/** The patient's own harvest, a month after that of another one was entered. */
const OWN_HARVEST: readonly (Sent | OfTheUnit)[] = [
  {
    ...{ what: 'the own harvest', at: '2011-04-05T09:00:00.000Z', path: 'harvest' },
    body: { ...BODIES.harvest, harvestedAt: '2011-04-05T09:30:00+01:00' },
  },
  ofTheUnit('the unit releases what it made of the other', '2011-04-05T12:10:00.000Z', async (api, patient) => {
    const { body } = await api.post(`/v1/patients/${patient}/product-release`, ofTheOther(patient), { as: UNIT });
    if (body.code !== 'not-the-day-of-the-harvest') throw new Error(`another patient's: ${JSON.stringify(body)}`);
  }),
  ofTheUnit('the unit prepares and releases', '2011-04-05T12:30:00.000Z', async (api, patient) => {
    await prepareProduct(api, patient, '2011-04-05', 2);
    await api.record(`/v1/patients/${patient}/product-release`, releaseBody(patient, '2011-04-05', 2), { as: UNIT });
  }),
  {
    ...{ what: 'the implantation', at: '2011-04-05T15:00:00.000Z', path: 'implantation' },
    body: { implantedAt: '2011-04-05T15:10:00+01:00', limb: 'left' },
  },
  visit('M6', '2011-10-05'),
  completion('2011-10-05', on('2011-10-06')),
];

/** What belonged to another patient, and what was prepared otherwise than the list says. */
export const ANOTHER_PATIENT: readonly Situation[] = [
  {
    name: 'the harvest and the release were those of another patient, whose marrow the unit had received',
    until: 'randomized',
    then: [
      harvest,
      ...planned('released', 'released'),
      annulment('2011-03-03T10:00:00.000Z', ['harvest'], { refused: 'needed-by-others' }),
      annulledByUnit('ProductReleased', '2011-03-03T10:10:00.000Z'),
      annulment('2011-03-03T10:20:00.000Z', ['harvest']),
      ...OWN_HARVEST,
    ],
    status: 'completed',
  },
  {
    name: 'the release was called back for the wrong patient, and stands',
    until: 'released',
    then: [
      ofTheUnit('the recall', '2011-03-02T13:00:00.000Z', (api, patient) =>
        api.record(
          `/v1/patients/${patient}/release-withdrawal`,
          { withdrawnAt: '2011-03-02T12:55:00Z', cause: 'gram-stain', description: 'read again' },
          { as: UNIT },
        ),
      ),
      { ...implantation, at: '2011-03-02T14:55:00.000Z', refused: 'release-withdrawn' },
      annulledByUnit('ReleaseWithdrawn', '2011-03-02T14:58:00.000Z'),
      { ...implantation, body: { ...BODIES.implantation, implantedAt: '2011-03-02T15:55:00+01:00' } },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'what grew in a culture was that of another patient',
    until: 'implanted',
    then: [
      ofTheUnit('the culture', '2011-03-09T11:00:00.000Z', (api, patient) =>
        recordCells(api, patient, {
          sterilityRead: {
            ...{ readOn: '2011-03-09', marrow: 'growth', concentrate: 'no-growth', blood: 'no-growth' },
            ...{ syringe: 'no-growth', identifiedAs: 'cutibacterium-acnes' },
          },
        }),
      ),
      {
        ...{ what: 'the site knows of it', at: '2011-03-10T09:00:00.000Z', names: 'known' },
        ...{ path: 'microbiology-alerts/1/acknowledgement', body: BODIES.acknowledgement },
      },
      annulledByUnit('MicrobiologyAlert', '2011-03-11T09:00:00.000Z'),
      annulment(on('2011-03-11'), ['known']),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'it was entered of another patient that nothing was implanted',
    until: 'released',
    then: [
      { ...notDone('2011-03-02', 'fever'), at: '2011-03-02T13:00:00.000Z', names: 'fever' },
      { ...implantation, at: '2011-03-02T14:30:00.000Z', refused: 'implantation-not-done' },
      annulment('2011-03-02T14:40:00.000Z', ['fever']),
      implantation,
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the baseline was that of another patient, as was found after the randomization',
    until: 'screened',
    then: [
      {
        ...{ what: 'the baseline', at: '2011-02-16T15:30:00.000Z', path: 'baseline' },
        ...{ body: { ...BODIES.baseline, indexLimb: 'right' }, names: 'baseline' },
      },
      ...planned('confirmed', 'implanted'),
      annulment(on('2011-03-08'), ['baseline']),
      {
        ...{ what: 'the right one', at: '2011-03-08T16:30:00.000Z', path: 'baseline' },
        body: ({ baseline }) => ({ ...BODIES.baseline, replaces: baseline }),
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the unit prepared what the list does not say, and says so',
    until: 'harvested',
    then: [
      ofTheUnit('another product', '2011-03-02T12:30:00.000Z', async (api, patient) => {
        for (const body of preparation(patient, 'A').slice(0, STEPS_BEFORE_THE_ARM)) {
          await recordCells(api, patient, body);
        }
        const { arm } = await readCells(api, patient);
        const other = preparation(patient, arm === 'A' ? 'B' : 'A').slice(STEPS_BEFORE_THE_ARM);
        const [prepared, controlled = {}] = other;
        const { body } = await api.post(`/v1/cell-therapy/patients/${patient}/records`, prepared, { as: UNIT });
        if (body.code !== 'not-what-the-list-says') throw new Error(JSON.stringify(body));
        const { productPrepared } = prepared ?? {};
        await recordCells(api, patient, { productPrepared: { ...productPrepared, otherThanTheList: 'mix-up' } });
        await recordCells(api, patient, controlled);
        await api.record(`/v1/patients/${patient}/product-release`, releaseBody(patient), { as: UNIT });
      }),
      implantation,
      ofTheUnit('the last record of the day', LAST_RECORD_AT, async (api, patient) => {
        const { arm } = await readCells(api, patient);
        await recordCells(api, patient, fate(patient, arm === 'A' ? 'B' : 'A'));
      }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the transfer named the wrong site',
    until: 'M1',
    then: [
      {
        ...{ what: 'the transfer to Nantes', at: on('2011-05-02'), path: 'transfers', names: 'transfer' },
        body: { transferredOn: '2011-05-01', toSite: 'NAN' },
      },
      annulment('2011-05-02T16:10:00.000Z', ['transfer'], { refused: 'another-site' }),
      annulment('2011-05-02T17:00:00.000Z', ['transfer'], { site: 'NAN' }),
      {
        ...{ what: 'the transfer to Strasbourg', at: on('2011-05-03'), path: 'transfers' },
        body: ({ transfer }) => ({ transferredOn: '2011-05-01', toSite: 'STR', replaces: transfer }),
      },
      { ...visit('M6', '2011-09-05'), site: 'STR' },
      { ...completion('2011-09-05', on('2011-09-06')), site: 'STR' },
    ],
    status: 'completed',
  },
  {
    name: 'the leg was amputated in another hospital some time this year, as a relative says',
    until: 'M3',
    then: [
      {
        ...{ what: 'the amputation', at: on('2011-07-04'), path: 'amputations', names: 'leg' },
        body: {
          ...{ performedOn: '2011', where: 'elsewhere', side: 'left', level: 'below-knee', indication: 'ischemia' },
          awareAt: '2011-07-04T15:00:00Z',
        },
      },
      judgement('2011-07-05', { seriousness: ['hospitalisation'], outcome: 'recovering' }),
      correction(on('2011-07-20'), 'leg', { field: '/performedOn', newValue: '2011-06' }),
      {
        ...visit('M6', '2011-09-05'),
        body: ({ leg }) => ({
          ...{ ...BODIES.visit, visit: 'M6', assessedOn: '2011-09-05' },
          limbs: { left: { amputated: 'yes', entry: leg }, right: { amputated: 'no' } },
        }),
      },
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
  {
    name: 'a diagnosis was dated before the patient was born',
    until: 'M1',
    then: [
      {
        ...{ what: 'the diagnosis', at: on('2011-05-02'), path: 'diagnoses', refused: 'out-of-order' },
        body: { disease: 'critical-limb-ischemia', diagnosedOn: '1910-11', limb: 'left' },
      },
      {
        ...{ what: 'the diagnosis, as the letter says', at: on('2011-05-03'), path: 'diagnoses' },
        body: { disease: 'critical-limb-ischemia', diagnosedOn: '2010-11', limb: 'left' },
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the site would put right the moment of the release, which is the unit’s',
    until: 'released',
    then: [
      ofTheUnit('the site tries', '2011-03-02T13:30:00.000Z', async (api, patient) => {
        const correctedEvent = await entryOf(api, patient, 'ProductReleased');
        const right = { correctedEvent, field: '/releasedAt', newValue: '2011-03-02T11:00:00+01:00' };
        const { body } = await api.post(`/v1/patients/${patient}/corrections`, { ...right, reason: 'the watch' });
        if (body.code !== 'not-yours-to-put-right') throw new Error(JSON.stringify(body));
      }),
      implantation,
      ...AT_THE_END,
    ],
    status: 'completed',
  },
];
