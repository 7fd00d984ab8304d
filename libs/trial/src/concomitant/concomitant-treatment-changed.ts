import { onDate } from '@bali/protocol';
import { details, freeText, oneOf, optionalText, partialDate, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { adverseEventOf, OF_A_TREATMENT } from './of-a-treatment.js';
import { changeInOrder, treatmentRecorded } from './rules.js';
import { treatmentNumber, WHY_CHANGED } from './treatments-of.js';

export const ConcomitantTreatmentChanged = definePatientEvent('ConcomitantTreatmentChanged', {
  schemaVersion: 1,
  about: 'a concomitant treatment of the patient was changed',
  data: {
    number: treatmentNumber,
    changedOn: partialDate('when it was changed'),
    change: oneOf('what was changed', ['dose-changed', 'interrupted', 'resumed', 'ended']),
    why: oneOf('why', WHY_CHANGED),
    regimen: Type.Optional(freeText('dose and rhythm from then on')),
    adverseEvent: Type.Optional(
      adverseEventOf('the number of the adverse event because of which it was changed, if there is one'),
    ),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'changedOn',
  ...OF_A_TREATMENT,
  needs: [treatmentRecorded],
  rules: [changeInOrder],
  computed: undefined,
  command: { name: 'ChangeConcomitantTreatment', action: 'record-concomitant-treatment' },
  sentence: (data, { patient, show }) =>
    `concomitant treatment ${data.number} of patient ${patient} was changed ${onDate(data.changedOn)}: ` +
    `${words(data.change)}, because of ${words(data.why)}` +
    details(
      optionalText('dose', data.regimen, show),
      data.adverseEvent === undefined ? undefined : `adverse event ${data.adverseEvent}`,
      optionalText('comment', data.comment, show),
    ),
  sample: { number: 1, changedOn: '2026-03-09', change: 'interrupted', why: 'procedure' },
});
