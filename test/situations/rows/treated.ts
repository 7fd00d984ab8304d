import {
  BODIES,
  ofHarvest,
  preparation,
  prepareProduct,
  readCells,
  recordCells,
  releaseBody,
  type SiteApiUnderTest,
  someoneIn,
} from '@bali-app/site-api/testing';
import { on, type OfTheUnit, type Sent, type Situation } from '../situation.js';
import { call, completion, correction, notDone, ofTheUnit, planned, visit } from './steps.js';

const UNIT = someoneIn('cell-therapy-unit');
const AT_THE_END = [visit('M6', '2011-09-05'), completion('2011-09-05', on('2011-09-06'))];
/** Without an implantation, time zero is the randomization, on 21 February 2011. */
const NOT_IMPLANTED_AT_THE_END = [visit('M6', '2011-08-22'), completion('2011-08-22', on('2011-08-23'))];

const post = (api: SiteApiUnderTest, path: string, body: object) => api.record(path, body, { as: UNIT });

/** The unit is refused with this code. */
const refusing = (what: string, at: string, code: string, path: string, body: (patient: string) => object): OfTheUnit =>
  ofTheUnit(what, at, async (api, patient) => {
    await post(api, `/v1/patients/${patient}/${path}`, body(patient)).then(
      () => Promise.reject(new Error(`${code} was expected`)),
      (error: unknown) => {
        if (!String(error).includes(`"${code}"`)) throw error;
      },
    );
  });

const withdrawal = (at: string): OfTheUnit =>
  ofTheUnit('the unit calls the product back', at, (api, patient) =>
    post(api, `/v1/patients/${patient}/release-withdrawal`, {
      withdrawnAt: at,
      cause: 'other',
      description: 'the syringe broke',
    }),
  );

/** What the unit does up to the control of the cells, which finds what it is told to find. */
const controlled = (gramStain: 'positive' | 'negative'): OfTheUnit =>
  ofTheUnit(`the unit controls the cells: ${gramStain}`, '2011-03-02T11:00:00.000Z', async (api, patient) => {
    for (const body of preparation(patient, 'A').slice(0, 4)) {
      const { concentrateControlled } = body;
      await recordCells(
        api,
        patient,
        concentrateControlled === undefined ? body : { concentrateControlled: { ...concentrateControlled, gramStain } },
      );
    }
  });

const harvest: Sent = {
  what: 'the harvest',
  at: '2011-03-02T09:00:00.000Z',
  path: 'harvest',
  body: BODIES.harvest,
  names: 'harvest',
};
const implantation: Sent = {
  ...{ what: 'the implantation', at: '2011-03-02T15:00:00.000Z', path: 'implantation' },
  ...{ body: BODIES.implantation, names: 'implantation' },
};

const A_DAY_BEFORE = { harvestedAt: '2011-03-01T09:30:00+01:00', implantedAt: '2011-03-01T15:10:00+01:00' };

/** The field that says when a step of the unit was taken. */
const WHEN: Readonly<Record<string, string>> = {
  HarvestReceived: 'receivedAt',
  CellsSeparated: 'separatedAt',
  CellsCounted: 'countedAt',
  ConcentrateControlled: 'controlledAt',
  ProductPrepared: 'preparedAt',
  QualityControlled: 'controlledAt',
};

/** The unit moves each of its own records to the day before, and then its release, in both ledgers. */
async function dateTheDayBefore(api: SiteApiUnderTest, patient: string): Promise<void> {
  const { entries } = await readCells(api, patient);
  for (const { id, type, data } of entries) {
    const field = WHEN[type];
    if (field === undefined) continue;
    const newValue = String((data as Readonly<Record<string, unknown>>)[field]).replace('03-02', '03-01');
    const right = { correctedEvent: id, field: `/${field}`, newValue };
    await recordCells(api, patient, { correction: right, reason: 'the day before' });
  }
  const release = { releasedAt: '2011-03-01T13:00:00+01:00', reason: 'the day before' };
  await post(api, `/v1/patients/${patient}/product-release-correction`, release);
}

/** Another harvest, on 5 April 2011, with the product of which the patient is treated. */
const ANOTHER_HARVEST: readonly (Sent | OfTheUnit)[] = [
  {
    ...{ what: 'a harvest without a new consent', at: '2011-04-05T08:50:00.000Z', path: 'harvest' },
    body: { ...BODIES.harvest, harvestedAt: '2011-04-05T09:30:00+01:00' },
    refused: 'already-harvested',
  },
  {
    ...{ what: 'the consent to another harvest', at: '2011-04-05T08:55:00.000Z', path: 'consent-renewals' },
    body: {
      ...{ renewedOn: '2011-04-05', informationVersion: '2.1', why: 'another-harvest' },
      to: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'],
    },
  },
  {
    ...{ what: 'the harvest', at: '2011-04-05T09:00:00.000Z', path: 'harvest' },
    body: { ...BODIES.harvest, harvestedAt: '2011-04-05T09:30:00+01:00' },
  },
  ofTheUnit('the unit prepares and releases', '2011-04-05T12:30:00.000Z', async (api, patient) => {
    await prepareProduct(api, patient, '2011-04-05', 2);
    await post(api, `/v1/patients/${patient}/product-release`, releaseBody(patient, '2011-04-05', 2));
  }),
  {
    ...{ what: 'the implantation', at: '2011-04-05T15:00:00.000Z', path: 'implantation' },
    body: { implantedAt: '2011-04-05T15:10:00+01:00', limb: 'left' },
  },
  visit('M6', '2011-10-05'),
  completion('2011-10-05', on('2011-10-06')),
];

/** What goes otherwise on the day of the harvest: none of it depends on the arm, which the seed decides. */
export const TREATED: readonly Situation[] = [
  {
    name: 'a fever on the day of the harvest; the marrow is harvested again a month later',
    until: 'harvested',
    then: [notDone('2011-03-02', 'fever'), ...ANOTHER_HARVEST],
    status: 'completed',
  },
  {
    name: 'the Gram stain of the cells is positive, and a second one does not help',
    until: 'harvested',
    then: [
      controlled('positive'),
      ofTheUnit('a second control', '2011-03-02T11:30:00.000Z', (api, patient) =>
        recordCells(api, patient, preparation(patient, 'A')[3] ?? {}),
      ),
      refusing('no release', '2011-03-02T12:30:00.000Z', 'unit-step-missing', 'product-release', releaseBody),
      { ...implantation, refused: 'product-not-released' },
      notDone('2011-03-03', 'product-not-released'),
      ...NOT_IMPLANTED_AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the syringe breaks after the release, and is not replaced',
    until: 'released',
    then: [
      withdrawal('2011-03-02T13:00:00.000Z'),
      ofTheUnit('no second syringe', '2011-03-02T13:10:00.000Z', async (api, patient) => {
        const again = ofHarvest(2, preparation(patient, 'A')[4] ?? {});
        const answer = await api.post(`/v1/cell-therapy/patients/${patient}/records`, again, { as: UNIT });
        if (answer.status !== 409) throw new Error(`a second syringe was recorded: ${answer.text}`);
      }),
      { ...implantation, refused: 'release-withdrawn' },
      notDone('2011-03-02', 'product-not-released'),
      ...NOT_IMPLANTED_AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the product is called back, and the surgeon had implanted it already',
    until: 'released',
    then: [
      withdrawal('2011-03-02T14:30:00.000Z'),
      { ...implantation, refused: 'release-withdrawn' },
      { ...implantation, body: { ...BODIES.implantation, despite: ['release-withdrawn'] } },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the unit doubts a stain only after the implantation',
    until: 'implanted',
    then: [
      refusing('called back too late', '2011-03-02T16:00:00.000Z', 'already-implanted', 'release-withdrawal', () => ({
        ...{ withdrawnAt: '2011-03-02T16:00:00Z', cause: 'gram-stain', description: 'read again' },
      })),
      ofTheUnit('recorded as a deviation', '2011-03-02T16:10:00.000Z', (api, patient) =>
        recordCells(api, patient, {
          deviation: { foundAt: '2011-03-02T16:00:00Z', kind: 'processing', description: 'a stain read again' },
        }),
      ),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'something grows in a culture a week after the implantation',
    until: 'implanted',
    then: [
      ofTheUnit('the culture', '2011-03-09T11:00:00.000Z', (api, patient) =>
        recordCells(api, patient, {
          sterilityRead: {
            ...{
              readOn: '2011-03-09',
              marrow: 'growth',
              concentrate: 'no-growth',
              blood: 'no-growth',
              syringe: 'no-growth',
            },
            identifiedAs: 'cutibacterium-acnes',
          },
        }),
      ),
      {
        ...{ what: 'the site knows of it', at: '2011-03-10T09:00:00.000Z' },
        ...{ path: 'microbiology-alerts/1/acknowledgement', body: BODIES.acknowledgement },
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the tube of blood was forgotten, and nothing can be prepared',
    until: 'randomized',
    then: [
      { ...harvest, body: { ...BODIES.harvest, bloodTube: 'missing' } },
      ofTheUnit('the reception', '2011-03-02T10:00:00.000Z', (api, patient) => {
        const { harvestReceived } = preparation(patient, 'A')[0] ?? {};
        return recordCells(api, patient, { harvestReceived: { ...harvestReceived, bloodTube: { received: 'no' } } });
      }),
      notDone('2011-03-02', 'product-not-released'),
      ...NOT_IMPLANTED_AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the implantation was on the day after the harvest',
    until: 'released',
    then: [
      {
        ...{ what: 'the implantation', at: '2011-03-03T11:00:00.000Z', path: 'implantation' },
        body: { implantedAt: '2011-03-03T10:00:00+01:00', limb: 'left' },
        refused: 'not-the-day-of-the-harvest',
      },
      {
        ...{ what: 'the implantation, as it was', at: '2011-03-03T11:05:00.000Z', path: 'implantation' },
        body: { implantedAt: '2011-03-03T10:00:00+01:00', limb: 'left', despite: ['another-day'] },
      },
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the unit dated its release wrongly, and puts it right itself',
    until: 'implanted',
    then: [
      ofTheUnit('the correction of the release', '2011-03-03T09:00:00.000Z', (api, patient) =>
        post(api, `/v1/patients/${patient}/product-release-correction`, {
          ...{ releasedAt: '2011-03-02T13:05:00+01:00', reason: 'the clock of the clean room was slow' },
        }),
      ),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'harvest, release and implantation were all dated a day too late',
    until: 'randomized',
    then: [
      harvest,
      ...planned('released', 'released'),
      implantation,
      correction(
        on('2011-03-04'),
        'harvest',
        { field: '/harvestedAt', newValue: A_DAY_BEFORE.harvestedAt },
        {
          refused: 'not-the-day-of-the-harvest',
        },
      ),
      {
        ...{ what: 'both moments of the site', at: '2011-03-04T16:05:00.000Z', path: 'corrections' },
        body: (recorded) => ({
          ...{ correctedEvent: recorded['harvest'], field: '/harvestedAt', newValue: A_DAY_BEFORE.harvestedAt },
          also: [
            { correctedEvent: recorded['implantation'], field: '/implantedAt', newValue: A_DAY_BEFORE.implantedAt },
          ],
          reason: 'the theatre list is of the day before',
        }),
      },
      ofTheUnit('the moments of the unit', '2011-03-05T09:00:00.000Z', dateTheDayBefore),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the other leg was implanted than was entered, as the report of the theatre says',
    until: 'released',
    then: [
      implantation,
      correction(on('2011-03-08'), 'implantation', { field: '/limb', newValue: 'right' }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the volume of the harvest was typed as five litres, then corrected twice',
    until: 'randomized',
    then: [
      { ...harvest, body: { ...BODIES.harvest, volumeMl: 5000 }, refused: 'invalid-input' },
      { ...harvest, body: { ...BODIES.harvest, volumeMl: 550 } },
      ...planned('released', 'implanted'),
      correction(on('2011-03-08'), 'harvest', { field: '/volumeMl', newValue: 500 }),
      correction(on('2011-03-09'), 'harvest', { field: '/volumeMl', newValue: 500 }, { refused: 'value-unchanged' }),
      correction(on('2011-03-10'), 'harvest', { field: '/volumeMl', newValue: 505 }),
      call('2011-09-05'),
      completion('2011-09-05', on('2011-09-06')),
    ],
    status: 'completed',
  },
];
