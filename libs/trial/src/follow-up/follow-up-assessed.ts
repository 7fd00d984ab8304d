import { MEASUREMENTS } from '@bali/protocol';
import { calendarDate, decimal, details, freeText, listed, oneOf, optionalText, visitCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { within } from '../patient/within.js';
import { Randomized } from '../randomization/randomized.js';
import { treatmentSettled } from '../treatment/conditions.js';
import { visitOfTheSchedule } from './conditions.js';
import { measured, measurement } from './measurement.js';
import { afterTimeZero } from './rules.js';

const { ankleBrachialIndex, tcPO2, toePressure } = MEASUREMENTS;

export const FollowUpAssessed = definePatientEvent('FollowUpAssessed', {
  schemaVersion: 1,
  about: 'a follow-up visit took place',
  data: {
    visit: visitCode('the visit, as the schedule names it'),
    assessedOn: calendarDate('when the patient was seen'),
    restPain: measured(oneOf('rest pain in the treated limb', ['yes', 'no'])),
    ulcers: measured(oneOf('ulcers of the treated limb', ['yes', 'no'])),
    ankleBrachialIndex: measured(
      decimal('ankle-brachial index of the treated limb', ankleBrachialIndex.fractionDigits),
    ),
    tcPO2: measured(whole('transcutaneous oxygen pressure of the treated limb, mmHg', tcPO2.min, tcPO2.max)),
    toePressure: measured(whole('toe pressure of the treated limb, mmHg', toePressure.min, toePressure.max)),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'assessedOn',
  mayGiveAwayArm: false,
  needs: [Randomized, treatmentSettled, visitOfTheSchedule],
  whenMissing: undefined,
  once: {
    per: 'visit',
    code: 'visit-already-recorded',
    sentence: ({ visit }: { readonly visit: string }) =>
      `The visit ${visit} is recorded already: correct what is wrong in it.`,
    field: '/visit',
  },
  conditions: [],
  rules: [
    afterTimeZero,
    within('/ankleBrachialIndex/value', { min: ankleBrachialIndex.min, max: ankleBrachialIndex.max }),
  ],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'refused',
  changesRecord: true,
  notCorrectable: [],
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
    ]) +
    details(optionalText('comment', data.comment, show)),
  sample: {
    visit: 'M1',
    assessedOn: '2026-04-10',
    restPain: { value: 'yes' },
    ulcers: { value: 'no' },
    ankleBrachialIndex: { value: '0.42' },
    tcPO2: { value: 28 },
    toePressure: { notDone: 'patient-unable' },
  },
});
