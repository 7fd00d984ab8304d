import { MEASUREMENTS } from '@bali/protocol';
import { calendarDate, decimal, details, freeText, listed, oneOf, optionalText, visitCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { byTwoIfOfTheEndpoint } from '../annulments/by-two-people.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { demanded } from '../patient/demanded.js';
import { Randomized } from '../randomization/randomized.js';
import { treatmentSettled } from '../treatment/conditions.js';
import { visitOfTheSchedule, WINDOW_OPEN } from './conditions.js';
import { deathAgrees, namesTheAmputation, noneOnRecord } from './contact-rules.js';
import { LIMBS, STATUS_FIELDS, statusInWords } from './contact-status.js';
import { furtherInWords, LIMB_FIELDS, plausibleIndex } from './limb-fields.js';
import { measured, measurement } from './measurement.js';
import { notBeforeRandomization, seenAlive } from './rules.js';
import { toldNoArmAsPlanned } from '../unblinding/planned.js';

const { ankleBrachialIndex, tcPO2, toePressure } = MEASUREMENTS;
const { vitalStatus, limbs, informant } = STATUS_FIELDS;

const ITSELF = {
  visit: visitCode('the visit, as the schedule names it'),
  assessedOn: calendarDate('when the patient was seen'),
};
const comment = Type.Optional(freeText('comment'));

/** What a visit recorded before the contact's status and the index limb came. */
const FIRST_VERSION = {
  ...ITSELF,
  restPain: measured(oneOf('rest pain in the treated limb', ['yes', 'no'])),
  ulcers: measured(oneOf('ulcers of the treated limb', ['yes', 'no'])),
  ankleBrachialIndex: measured(decimal('ankle-brachial index of the treated limb', ankleBrachialIndex.fractionDigits)),
  tcPO2: measured(whole('transcutaneous oxygen pressure of the treated limb, mmHg', tcPO2.min, tcPO2.max)),
  toePressure: measured(whole('toe pressure of the treated limb, mmHg', toePressure.min, toePressure.max)),
  comment,
};

export const FollowUpAssessed = definePatientEvent('FollowUpAssessed', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: FIRST_VERSION, upcast: (data: object) => data }],
  about: 'a follow-up visit took place',
  data: {
    ...ITSELF,
    vitalStatus: Type.Optional(vitalStatus),
    limbs: Type.Optional(limbs),
    informant: Type.Optional(informant),
    ...LIMB_FIELDS,
    comment,
  },
  happened: 'assessedOn',
  mayGiveAwayArm: false,
  // Whoever is randomized is followed up, implanted or not.
  needs: [Randomized, treatmentSettled, visitOfTheSchedule],
  whenMissing: undefined,
  once: {
    per: 'visit',
    code: 'visit-already-recorded',
    sentence: ({ visit }: { readonly visit: string }) =>
      `The visit ${visit} is recorded already: correct what is wrong in it, or record another contact as what it was.`,
    field: '/visit',
  },
  conditions: [
    toldNoArmAsPlanned,
    ...WINDOW_OPEN,
    ...LIMBS.map((limb) => noneOnRecord(limb, ({ assessedOn }: { readonly assessedOn: string }) => assessedOn)),
  ],
  rules: [
    demanded('/vitalStatus', 'Whether the patient was alive'),
    demanded('/limbs', 'Whether a limb was amputated since the last contact'),
    demanded('/informant', 'Who said so'),
    seenAlive,
    deathAgrees,
    namesTheAmputation,
    notBeforeRandomization,
    plausibleIndex,
  ],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'refused',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: byTwoIfOfTheEndpoint,
  signedUnder: [],
  command: { name: 'AssessFollowUp', action: 'record-follow-up' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} was assessed at visit ${data.visit} on ${data.assessedOn}: ` +
    listed([
      `rest pain ${measurement(data.restPain)}`,
      `ulcers ${measurement(data.ulcers)}`,
      `ankle-brachial index ${measurement(data.ankleBrachialIndex)}`,
      `TcPO2 ${measurement(data.tcPO2, 'mmHg')}`,
      `toe pressure ${measurement(data.toePressure, 'mmHg')}`,
      ...furtherInWords(data),
    ]) +
    details(...statusInWords(data), optionalText('comment', data.comment, show)),
  sample: {
    visit: 'M1',
    assessedOn: '2026-04-10',
    vitalStatus: 'alive',
    limbs: { left: { amputated: 'no' }, right: { amputated: 'no' } },
    informant: 'examination',
    restPain: { value: 'yes' },
    restPainScore: { value: 4 },
    analgesics: { value: 'weak-opioid' },
    ulcers: { value: 'no' },
    rutherfordClass: { value: 4 },
    ankleBrachialIndex: { value: '0.42' },
    tcPO2: { value: 28 },
    toePressure: { notDone: 'not-measurable' },
  },
});
