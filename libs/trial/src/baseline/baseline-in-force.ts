import { isMajorAmputation } from '@bali/protocol';
import { all, type EntryOfType, last, type PatientData, type PatientState } from '../patient/chart.js';

export type Limb = 'left' | 'right';

/** The baseline that counts: the latest one, also when an earlier one was recorded after it. */
export function baselineInForce(state: PatientState): EntryOfType<'BaselineAssessed'> | undefined {
  return all(state, 'BaselineAssessed').reduce<EntryOfType<'BaselineAssessed'> | undefined>(
    (latest, one) => (latest === undefined || one.data.assessedOn >= latest.data.assessedOn ? one : latest),
    undefined,
  );
}

/**
 * The limb of the endpoint, which never changes with what is treated. The record of a patient who was randomized before
 * baselines were asked for names none: the treated limb stands for it there.
 */
export function indexLimbOf(state: PatientState): Limb | undefined {
  return baselineInForce(state)?.data.indexLimb ?? last(state, 'Implanted')?.data.limb;
}

/** The limbs of which an amputation above the ankle is recorded as an event of its own. */
export function amputatedAboveAnkle(state: PatientState): readonly EntryOfType<'Amputated'>[] {
  return all(state, 'Amputated').filter(({ data }) => isMajorAmputation(data.level));
}

type Baseline = PatientData<'BaselineAssessed'>;

const ASKED = {
  restPain: 'rest pain',
  restPainScore: 'the score of the rest pain',
  analgesics: 'analgesics',
  ulcers: 'ulcers',
  rutherfordClass: 'the Rutherford class',
  ankleBrachialIndex: 'the ankle-brachial index',
  tcPO2: 'TcPO2',
  toePressure: 'the toe pressure',
  smoking: 'smoking',
  diabetes: 'diabetes',
  earlierRevascularization: 'earlier revascularization',
} as const satisfies Partial<Record<keyof Baseline, string>>;

const SEROLOGY = {
  hiv: 'HIV',
  hepatitisB: 'hepatitis B',
  hepatitisC: 'hepatitis C',
  syphilis: 'syphilis',
} as const satisfies Record<keyof Baseline['serology'], string>;

/** What a baseline lacks, in words; nothing: it is complete. What was not done, with the reason, is not lacking. */
export function missingIn(baseline: Baseline): readonly string[] {
  const asked = Object.entries(ASKED).filter(([name]) => baseline[name as keyof typeof ASKED] === undefined);
  const serology = Object.entries(SEROLOGY).filter(
    ([name]) => baseline.serology[name as keyof typeof SEROLOGY] === undefined,
  );
  return [
    ...asked.map(([, title]) => title),
    ...(hasUlcers(baseline) && baseline.largestUlcerMm === undefined ? ['the diameter of the largest ulcer'] : []),
    ...serology.map(([, title]) => `the serology of ${title}`),
  ];
}

function hasUlcers({ ulcers }: Pick<Baseline, 'ulcers'>): boolean {
  return ulcers !== undefined && 'value' in ulcers && ulcers.value === 'yes';
}
