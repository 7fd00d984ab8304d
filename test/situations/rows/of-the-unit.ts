import {
  BODIES,
  fate,
  LAST_RECORD_AT,
  prepareProduct,
  readCells,
  recordCells,
  releaseBody,
  type SiteApiUnderTest,
  someoneIn,
} from '@bali-app/site-api/testing';
import { on, type OfTheUnit, type Sent, type Situation } from '../situation.js';
import { completion, correction, ofTheUnit, visit } from './steps.js';

const UNIT = someoneIn('cell-therapy-unit');
const AT_THE_END = [visit('M6', '2011-09-05'), completion('2011-09-05', on('2011-09-06'))];
const WHY = { reasonCode: 'wrong-patient', reason: 'it was the bag of the patient in the next room' };

const prepared = (at: string): OfTheUnit => ofTheUnit('the unit prepares', at, prepareProduct);
const released = (at: string): OfTheUnit =>
  ofTheUnit('the unit releases', at, (api, patient) =>
    api.record(`/v1/patients/${patient}/product-release`, releaseBody(patient), { as: UNIT }),
  );
const implantation = (changes: object = {}): Sent => ({
  ...{ what: 'the implantation', at: '2011-03-02T15:00:00.000Z', path: 'implantation', names: 'implantation' },
  body: { ...BODIES.implantation, ...changes },
});

async function idsOf(api: SiteApiUnderTest, patient: string, isWrong: (type: string) => boolean): Promise<string[]> {
  const { entries } = await readCells(api, patient);
  return entries.filter(({ type }) => isWrong(type)).map(({ id }) => id);
}

/** What became of the cells, by the arm. */
const fateOf = async (api: SiteApiUnderTest, patient: string) => {
  const { arm = 'A' } = await readCells(api, patient);
  await recordCells(api, patient, fate(patient, arm));
};

/** What the unit itself recorded wrongly, or late. */
export const OF_THE_UNIT: readonly Situation[] = [
  {
    name: 'the unit recorded a whole day of work for the patient in the next room, and does it anew',
    until: 'harvested',
    then: [
      prepared('2011-03-02T12:10:00.000Z'),
      ofTheUnit('the unit annuls all of it', '2011-03-02T12:20:00.000Z', async (api, patient) => {
        const entries = await idsOf(api, patient, () => true);
        await recordCells(api, patient, { annulment: { entries }, ...WHY });
      }),
      prepared('2011-03-02T12:30:00.000Z'),
      released('2011-03-02T12:40:00.000Z'),
      implantation(),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the unit mistyped the label of the syringe, as was seen after the implantation',
    until: 'implanted',
    then: [
      ofTheUnit('the unit puts the label right', '2011-03-02T17:00:00.000Z', async (api, patient) => {
        const [correctedEvent] = await idsOf(api, patient, (type) => type === 'ProductPrepared');
        const value = { correctedEvent, field: '/syringe', newValue: `${patient}-SZ9QRSTV` };
        await recordCells(api, patient, { correction: value, reason: 'two characters were taken for others' });
        const { chainOfIdentity } = await readCells(api, patient);
        if (!chainOfIdentity.some(({ label }) => label === value.newValue)) throw new Error('the label is not right');
      }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'what became of the cells was entered of another patient, and then as it was',
    until: 'implanted',
    then: [
      ofTheUnit('the last record of the day', LAST_RECORD_AT, fateOf),
      ofTheUnit('the unit annuls it, and enters it again', '2011-03-03T09:40:00.000Z', async (api, patient) => {
        const entries = await idsOf(api, patient, (type) => /^Cells(Implanted|CryoConserved)$/u.test(type));
        await recordCells(api, patient, { annulment: { entries }, ...WHY });
        await fateOf(api, patient);
      }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
  {
    name: 'the network was down when the unit released, and the site implanted what no record said was released',
    until: 'harvested',
    then: [
      prepared('2011-03-02T12:30:00.000Z'),
      { ...implantation(), at: '2011-03-02T14:50:00.000Z', refused: 'product-not-released' },
      implantation({ despite: ['not-released'] }),
      ofTheUnit('the last record of the day', LAST_RECORD_AT, fateOf),
      released('2011-03-03T10:30:00.000Z'),
      correction('2011-03-03T14:00:00.000Z', 'implantation', { field: '/despite' }),
      ...AT_THE_END,
    ],
    status: 'completed',
  },
];
