import { onDate } from '@bali/protocol';
import { details, freeText, oneOf, optionalText, partialDate, SAMPLE_TEXT_HASH, words } from '@bali/schema';
import { Type } from 'typebox';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { adverseEventOf, OF_A_TREATMENT } from './of-a-treatment.js';
import { treatmentInOrder } from './rules.js';
import { nextTreatmentNumber, treatmentNumber, WHY_CHANGED } from './treatments-of.js';

const KINDS = ['anti-platelet', 'anticoagulant', 'analgesic', 'prostanoid', 'other'] as const;

/** Treatments that bear on the endpoints, whoever gives them; many began long before the consent. */
export const ConcomitantTreatmentRecorded = definePatientEvent('ConcomitantTreatmentRecorded', {
  schemaVersion: 1,
  about: 'a concomitant treatment of the patient was recorded',
  data: {
    number: treatmentNumber,
    kind: oneOf('what kind of treatment', KINDS),
    medicine: freeText('its name'),
    regimen: Type.Optional(freeText('dose and rhythm')),
    startedOn: partialDate('when it began, which may be before the consent'),
    endedOn: Type.Optional(partialDate('when it ended, if it had ended when it was recorded')),
    whyEnded: Type.Optional(oneOf('why it ended', WHY_CHANGED)),
    adverseEvent: Type.Optional(
      adverseEventOf('the number of the adverse event that it is given for, if there is one'),
    ),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'startedOn',
  ...OF_A_TREATMENT,
  needs: [],
  rules: [treatmentInOrder],
  computed: { fields: ['number'], followsItsEntry: false, from: nextNumber },
  command: { name: 'RecordConcomitantTreatment', action: 'record-concomitant-treatment' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} has, as concomitant treatment ${data.number}, ${show(data.medicine)} (${words(data.kind)}), since ` +
    data.startedOn +
    details(
      optionalText('dose', data.regimen, show),
      data.endedOn === undefined ? undefined : `ended ${onDate(data.endedOn)}`,
      data.whyEnded === undefined ? undefined : `why: ${words(data.whyEnded)}`,
      data.adverseEvent === undefined ? undefined : `for adverse event ${data.adverseEvent}`,
      optionalText('comment', data.comment, show),
    ),
  sample: { number: 1, kind: 'anti-platelet', medicine: SAMPLE_TEXT_HASH, startedOn: '2019' },
});

function nextNumber(_: object, state: PatientState): { readonly number: number } {
  return { number: nextTreatmentNumber(state) };
}
