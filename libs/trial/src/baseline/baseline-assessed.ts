import { MEASUREMENTS } from '@bali/protocol';
import { details, listed, optionalText, words } from '@bali/schema';
import { measurement } from '../follow-up/measurement.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { within } from '../patient/within.js';
import { BASELINE_FIELDS } from './baseline-fields.js';
import { stillBaseline } from './conditions.js';
import { assessedBeforeRandomization, indexLimbIsThere, painAgrees, ulcersAgree } from './rules.js';
import { toldNoArmAsPlanned } from '../unblinding/planned.js';

const { ankleBrachialIndex } = MEASUREMENTS;

export const BaselineAssessed = definePatientEvent('BaselineAssessed', {
  schemaVersion: 1,
  about: 'the baseline of the patient was assessed',
  data: BASELINE_FIELDS,
  happened: 'assessedOn',
  mayGiveAwayArm: false,
  needs: [stillBaseline],
  whenMissing: undefined,
  once: undefined,
  conditions: [toldNoArmAsPlanned],
  rules: [
    assessedBeforeRandomization,
    indexLimbIsThere,
    painAgrees,
    ulcersAgree,
    within('/ankleBrachialIndex/value', { min: ankleBrachialIndex.min, max: ankleBrachialIndex.max }),
  ],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'part-of-treatment',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'refused',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'AssessBaseline', action: 'record-baseline' },
  sentence: (data, { patient, show }) =>
    `the baseline of patient ${patient} was assessed on ${data.assessedOn}, with the ${data.indexLimb} limb as the ` +
    `index limb: ` +
    listed([
      ...data.amputatedAboveAnkle.map((limb) => `${limb} limb amputated above the ankle before`),
      `rest pain ${measurement(data.restPain)} (score ${measurement(data.restPainScore)})`,
      `analgesics ${measurement(data.analgesics)}`,
      `ulcers ${measurement(data.ulcers)} (largest ${measurement(data.largestUlcerMm, 'mm')})`,
      `Rutherford class ${measurement(data.rutherfordClass)}`,
      `ankle-brachial index ${measurement(data.ankleBrachialIndex)}`,
      `TcPO2 ${measurement(data.tcPO2, 'mmHg')}`,
      `toe pressure ${measurement(data.toePressure, 'mmHg')}`,
      `smoking ${said(data.smoking)}`,
      `diabetes ${said(data.diabetes)}`,
      `earlier revascularization ${said(data.earlierRevascularization)}`,
      `serology of HIV ${said(data.serology.hiv)}`,
      `of hepatitis B ${said(data.serology.hepatitisB)}`,
      `of hepatitis C ${said(data.serology.hepatitisC)}`,
      `of syphilis ${said(data.serology.syphilis)}`,
    ]) +
    details(optionalText('comment', data.comment, show)),
  sample: {
    assessedOn: '2026-03-04',
    indexLimb: 'left',
    amputatedAboveAnkle: [],
    restPain: { value: 'yes' },
    restPainScore: { value: 6 },
    analgesics: { value: 'weak-opioid' },
    ulcers: { value: 'yes' },
    largestUlcerMm: { value: 14 },
    rutherfordClass: { value: 5 },
    ankleBrachialIndex: { notDone: 'not-measurable' },
    tcPO2: { value: 18 },
    toePressure: { value: 24 },
    smoking: 'former',
    diabetes: 'type-2',
    earlierRevascularization: 'endovascular',
    serology: { hiv: 'negative', hepatitisB: 'negative', hepatitisC: 'negative', syphilis: 'negative' },
  },
});

function said(value: string | undefined): string {
  return value === undefined ? 'not entered' : words(value);
}
